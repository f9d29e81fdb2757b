/** Other names under which DuckDB knows its types, in capitals. */
const names: Readonly<Record<string, string>> = {
  BINARY: 'BLOB',
  BOOL: 'BOOLEAN',
  BPCHAR: 'VARCHAR',
  BYTEA: 'BLOB',
  CHAR: 'VARCHAR',
  DATETIME: 'TIMESTAMP',
  DECIMAL: 'DECIMAL(18,3)',
  FLOAT4: 'FLOAT',
  FLOAT8: 'DOUBLE',
  INT: 'INTEGER',
  INT1: 'TINYINT',
  INT2: 'SMALLINT',
  INT4: 'INTEGER',
  INT8: 'BIGINT',
  LOGICAL: 'BOOLEAN',
  LONG: 'BIGINT',
  NUMERIC: 'DECIMAL(18,3)',
  REAL: 'FLOAT',
  SHORT: 'SMALLINT',
  SIGNED: 'INTEGER',
  STRING: 'VARCHAR',
  TEXT: 'VARCHAR',
  TIMESTAMPTZ: 'TIMESTAMP WITH TIME ZONE',
  VARBINARY: 'BLOB',
}

/** Whether two names are of one type. */
export const sameType = (a: string, b: string): boolean => canonical(a) === canonical(b)

const canonical = (name: string): string => {
  const plain = name
    .toUpperCase()
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),]) ?/g, '$1')
  const sized = plain.replace(/^NUMERIC\(/, 'DECIMAL(').replace(/^(VARCHAR|CHAR|TEXT)\(\d+\)$/, 'VARCHAR')
  return names[sized] ?? sized.replace(/^DECIMAL\((\d+)\)$/, 'DECIMAL($1,0)')
}
