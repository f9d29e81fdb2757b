import type { Problem } from '#core/problem.ts'
import type { Saving } from '../duckdb/room.ts'
import { stagePath, stagePrefix } from './stage-names.ts'
import { type AnyTarget, targetPaths } from './target.ts'

/** The sink that writes a file at this place. */
export const writerOf = (path: string, targets: readonly AnyTarget[], run: string): string | undefined => {
  const place = path.replace(stagePrefix(run), '')
  const isOf = (target: AnyTarget) =>
    path === stagePath(target.path, run, `${target.node}-`) || targetPaths(target).some(each => place.startsWith(each))
  return targets.find(isOf)?.node
}

const how: Readonly<Record<Saving, string>> = {
  'one thread': 'with one thread',
  pieces: 'piece by piece',
}

/** Says that a node's work was done in a way that takes less memory, and longer. */
export const tellSpared = (node: string | undefined, saving: Saving): Problem => ({
  code: 'I-MEMORY-SPARED',
  severity: 'info',
  ...(node === undefined ? {} : { node }),
  message: `There was too little memory for ${node === undefined ? 'a step' : `\`${node}\``} at once: it was done again ${how[saving]}.`,
  hint: 'It is quicker with more memory: `--memory`.',
})
