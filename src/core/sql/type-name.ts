const token = /\s+|[A-Za-z_][A-Za-z0-9_]*|"(?:[^"]|"")*"|'(?:[^']|'')*'|[0-9]+|[(),[\]]/y

/**
 * Whether a text has the shape of a DuckDB type's name: words, quoted names, numbers and enum values in balanced brackets,
 * nothing else. Whether DuckDB knows the type is for DuckDB to say.
 */
export const isTypeName = (text: string): boolean => {
  const open: string[] = []
  let first = true
  let at = 0
  while (at < text.length) {
    token.lastIndex = at
    const found = token.exec(text)?.[0]
    if (found === undefined) return false
    at += found.length
    if (!found.trim()) continue
    if (first && !/^[A-Za-z_"]/.test(found)) return false
    first = false
    if (found === '(') open.push(')')
    else if (found === '[') open.push(']')
    else if ((found === ')' || found === ']') && open.pop() !== found) return false
    else if (found === ',' && open.length === 0) return false
  }
  return !first && open.length === 0
}

/** The type as it stands in SQL; throws unless `isTypeName`. */
export const printType = (type: string): string => {
  if (!isTypeName(type)) throw new Error(`${JSON.stringify(type)} is not the name of a type.`)
  return type
}
