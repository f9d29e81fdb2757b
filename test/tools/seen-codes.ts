import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NodeKind } from '#core/node/kind.ts'
import { root } from './command.ts'

interface SeenCase {
  readonly problems?: readonly string[]
}

/** Codes of the problems that a kind's cases show it to report. */
export const codesOfCases = ({ kind, group }: Pick<NodeKind, 'kind' | 'group'>): readonly string[] => {
  const file = join(root, 'nodes', group, kind.slice(kind.indexOf('.') + 1), 'cases.json')
  if (!existsSync(file)) return []
  const cases: readonly SeenCase[] = JSON.parse(readFileSync(file, 'utf8'))
  return [...new Set(cases.flatMap(each => each.problems ?? []))].sort()
}
