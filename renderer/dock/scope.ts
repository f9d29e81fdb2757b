/** What the rows are of, in words: never rows without it. */
export const scopeText = (scope: string | null, total: number | null): string => {
  if (scope === null) return 'rows not read yet'
  if (scope !== 'all') return scope
  return total === null ? 'all rows' : `all ${total.toLocaleString('en-US')} ${total === 1 ? 'row' : 'rows'}`
}
