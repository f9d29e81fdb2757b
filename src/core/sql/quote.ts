/** A name as a quoted identifier: the only place where DuckDB identifiers are quoted. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text as a string literal: the only place where DuckDB literals are quoted. Throws on NUL, which DuckDB's parser cuts at. */
export const quoteLiteral = (text: string): string => {
  if (text.includes('\0')) throw new Error('A text with a NUL character cannot be written in SQL.')
  return `'${text.replaceAll("'", "''")}'`
}

/** A path with its wildcards in brackets: DuckDB's readers take every path for a pattern. */
export const literalPath = (path: string): string => path.replace(/[[*?]/g, '[$&]')

/** A file's path as a literal for a reader. */
export const quotePath = (path: string): string => quoteLiteral(literalPath(path))

/** A DuckDB function's name, refused unless it is a plain word. */
export const functionName = (name: string): string => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Error(`${JSON.stringify(name)} is not the name of a function.`)
  return name
}
