/** Ends with 0 when the service in this container is ready: the image has no other program that could ask. */
const { PORT = '4000' } = process.env;
const answer = await fetch(`http://127.0.0.1:${PORT}/health/ready`, { signal: AbortSignal.timeout(2_500) }).catch(
  () => null,
);
process.exit(answer?.ok ? 0 : 1);
