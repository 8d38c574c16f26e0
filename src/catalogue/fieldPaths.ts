/** Paths of all fields in `content`, such as `title`, `title.cs` and `steps.0.text`. */
export function fieldPaths(content: unknown): Set<string> {
  const paths = new Set<string>();
  const walk = (value: unknown, path: string) => {
    if (path) paths.add(path);
    if (value === null || typeof value !== 'object') return;
    for (const [key, item] of Object.entries(value)) walk(item, path ? `${path}.${key}` : key);
  };
  walk(content, '');
  return paths;
}
