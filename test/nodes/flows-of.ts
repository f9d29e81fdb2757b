import { resolve } from 'node:path'
import type { CompileWorld } from '#core/compile/types.ts'

/** Flows by their paths, of a world without files. */
export const flowsOf = (texts: Readonly<Record<string, string>>): Pick<CompileWorld, 'flow' | 'absolute'> => ({
  flow: async path => {
    const text = texts[path]
    const problem = { code: 'E-FILE-MISSING', severity: 'error' as const, message: `There is no flow \`${path}\`.` }
    return text === undefined ? { ok: false, problem } : { ok: true, found: { file: `/${path}`, folder: '/', text } }
  },
  absolute: (path, folder) => resolve(folder ?? '/', path),
})

/** A world in which no flow stands in a node's place. */
export const noFlows = flowsOf({})
