import { type Plugin, parseSync, Visitor } from 'vite'
import type { NodeFace, NodeKind } from '#core/node/kind.ts'
import type { RuleFace, RuleKind } from '#core/rules/rule.ts'

type Own<Kind, Face> = Readonly<Record<Exclude<keyof Kind, keyof Face>, true>>

const node: Own<NodeKind, NodeFace> = { compile: true, reads: true, sql: true, expressions: true, upgrades: true }
const rule: Own<RuleKind, RuleFace> = { compile: true, whole: true, message: true, texts: true, queries: true }

/** What is the engine's alone in a definition, by the function that declares it. */
const engines = new Map<string, Readonly<Record<string, true>>>([
  ['defineNode', node],
  ['defineRule', rule],
])

interface Part {
  readonly start: number
  readonly end: number
}

const engineParts = (path: string, code: string): readonly Part[] => {
  const found: Part[] = []
  const visitor = new Visitor({
    CallExpression: ({ callee, arguments: [definition] }) => {
      const own = callee.type === 'Identifier' ? engines.get(callee.name) : undefined
      if (own === undefined || definition?.type !== 'ObjectExpression') return
      for (const part of definition.properties)
        if (part.type === 'Property' && part.key.type === 'Identifier' && Object.hasOwn(own, part.key.name))
          found.push(part)
    },
  })
  visitor.visit(parseSync(path, code).program)
  return found
}

/** A module's text without what its kinds do in the engine, each sign that stays where it was; null where there is nothing to leave out. */
export const faceOnly = (path: string, code: string): string | null => {
  const parts = engineParts(path, code)
  if (parts.length === 0) return null
  return parts.reduce((text, { start, end }) => {
    const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0
    const blank = text.slice(start, end + comma).replace(/[^\n]/g, ' ')
    return text.slice(0, start) + blank + text.slice(end + comma)
  }, code)
}

/** Keeps out of the editor's script what kinds do in the engine; what they need for it alone then falls out of the bundle. */
export const facesOnly = (): Plugin => ({
  name: 'weir-faces',
  enforce: 'pre',
  transform: {
    filter: { id: [/\/nodes\/\w+\/\w+\/node\.ts$/, /\/src\/core\/rules\/.*\.ts$/] },
    handler: (code, path) => {
      const text = faceOnly(path, code)
      return text === null ? null : { code: text, map: null }
    },
  },
})
