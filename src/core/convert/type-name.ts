const names: Readonly<Record<string, string>> = {
  INT: 'INTEGER',
  INT4: 'INTEGER',
  INT32: 'INTEGER',
  SIGNED: 'INTEGER',
  INT8: 'BIGINT',
  INT64: 'BIGINT',
  LONG: 'BIGINT',
  INT2: 'SMALLINT',
  INT16: 'SMALLINT',
  SHORT: 'SMALLINT',
  INT1: 'TINYINT',
  INT128: 'HUGEINT',
  FLOAT4: 'FLOAT',
  REAL: 'FLOAT',
  FLOAT8: 'DOUBLE',
  NUMERIC: 'DECIMAL',
  DEC: 'DECIMAL',
  BOOL: 'BOOLEAN',
  LOGICAL: 'BOOLEAN',
  TEXT: 'VARCHAR',
  STRING: 'VARCHAR',
  CHAR: 'VARCHAR',
  BPCHAR: 'VARCHAR',
  DATETIME: 'TIMESTAMP',
  'TIMESTAMP WITHOUT TIME ZONE': 'TIMESTAMP',
  TIMESTAMPTZ: 'TIMESTAMP WITH TIME ZONE',
}

/** DuckDB's own name of a type that a person gave by another of its names, or in small letters. */
export const ownName = (type: string): string => {
  const [, word = '', width = ''] =
    /^([A-Z0-9_ ]+?)\s*(\(.*\))?$/s.exec(type.trim().toUpperCase().replace(/\s+/g, ' ')) ?? []
  const name = names[word] ?? word
  if (name === 'DECIMAL') return `DECIMAL${width.replaceAll(' ', '') || '(18,3)'}`
  return name === '' || (width && name !== 'VARCHAR') ? type : name
}
