import { parseSync } from 'vite'

export interface Import {
  readonly from: string
  readonly line: number
  /** True if it vanishes when types are erased. */
  readonly types: boolean
}

interface AstNode {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is AstNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

const importing: ReadonlySet<string> = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

const erased = (node: AstNode): boolean =>
  node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type'

const walk = (value: unknown, visit: (node: AstNode) => void): void => {
  if (Array.isArray(value)) for (const item of value) walk(item, visit)
  else if (isNode(value)) {
    visit(value)
    for (const child of Object.values(value)) if (typeof child === 'object') walk(child, visit)
  }
}

/** Every import of a source text: static, dynamic, re-exported, and types. */
export const importsOf = (file: string, text: string): readonly Import[] => {
  const found: Import[] = []
  walk(parseSync(file, text).program, node => {
    const source = node.source
    if (!importing.has(node.type) || !isNode(source) || typeof source.value !== 'string') return
    const line = text.slice(0, node.start).split('\n').length
    found.push({ from: source.value, line, types: erased(node) })
  })
  return found
}
