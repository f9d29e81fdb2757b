import { dirname, join, relative, resolve, sep } from 'node:path'
import type { FlowRequest } from '../api.ts'

/** What a flow is called in the history of a state folder: its path from the folder around that, or its name where it was never saved. */
export const flowKey = (of: { readonly path: FlowRequest['path']; readonly name: string }, state: string): string =>
  of.path === null
    ? of.name
    : relative(dirname(resolve(state)), resolve(of.path))
        .split(sep)
        .join('/')

/** Runs of one flow that are kept. */
export const keptRuns = 1_000

/** How long they are kept. */
export const keptDays = 730

/** Where the manifest of a run lies: it goes with the run. */
export const manifestPath = (state: string, run: string): string => join(state, 'runs', `${run}.json`)
