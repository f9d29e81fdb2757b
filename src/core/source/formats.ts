/** A data file's format, by the ending of its name. */
export interface FileFormat {
  /** The kind that reads it. */
  readonly kind: 'source.csv' | 'source.json' | 'source.parquet' | 'source.excel'
  /** What the ending says beside. */
  readonly settings: Readonly<Record<string, string>>
}

const text = (settings: FileFormat['settings'] = {}): FileFormat => ({ kind: 'source.csv', settings })
const json: FileFormat = { kind: 'source.json', settings: {} }
const parquet: FileFormat = { kind: 'source.parquet', settings: {} }
const excel: FileFormat = { kind: 'source.excel', settings: {} }

const formats: Readonly<Record<string, FileFormat>> = {
  csv: text(),
  txt: text(),
  tsv: text({ delimiter: '\t' }),
  tab: text({ delimiter: '\t' }),
  json,
  ndjson: json,
  jsonl: json,
  parquet,
  pq: parquet,
  xlsx: excel,
  xlsm: excel,
}

const ending = /\.([a-z]+?)(\.(?:gz|zst))?$/i

/** The format of a data file, also of a compressed one; null where the name says none that can be read. */
export const formatOf = (name: string): FileFormat | null => {
  const [, last = '', packed] = ending.exec(name) ?? []
  const format = formats[last.toLowerCase()]
  return format && !(packed && (format === parquet || format === excel)) ? format : null
}

/** A name without folder, ending and compression. */
export const stemOf = (path: string): string => {
  const name = path.split(/[\\/]/).at(-1) ?? path
  return formatOf(name) ? name.replace(ending, '') : name
}
