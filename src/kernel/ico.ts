const WEIGHTS = [8, 7, 6, 5, 4, 3, 2] as const;

/**
 * Whether `value` is an IČO, the 8-digit identifier of a legal person: the last digit checks the first seven,
 * weighted 8 to 2, as (11 − Σ mod 11) mod 10.
 */
export function isValidIco(value: string): boolean {
  if (!/^\d{8}$/.test(value)) return false;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(value[place]), 0);
  return Number(value[7]) === (11 - (sum % 11)) % 10;
}
