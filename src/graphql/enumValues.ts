/** Values of an enumeration from what each of them means. */
export function enumValues<Name extends string>(meanings: Readonly<Record<Name, string>>) {
  const described = Object.entries<string>(meanings).map(([name, description]) => [name, { description }]);
  return Object.fromEntries(described) as Record<Name, { description: string }>;
}
