import type { GridFilter, GridSort, GridSource } from '../grid/types.ts'
import type { Editor } from '../store/editor.ts'
import type { DocumentInput } from '../store/facts.ts'

/** What a grid shows: one port of the document as it stands, sorted and filtered. */
export interface View {
  readonly document: DocumentInput
  readonly node: string
  readonly port: string | null
  readonly sort: GridSort
  readonly filter: GridFilter
}

const isEmpty = (filter: GridFilter) => Object.keys(filter).length === 0

/** The rows of a view, by the host's calls. */
export const sourceOf = (client: Editor['client'], view: View): GridSource => {
  const request = (offset: number, limit: number) => ({
    document: view.document,
    node: view.node,
    ...(view.port === null ? {} : { port: view.port }),
    offset,
    limit,
    ...(view.sort.length ? { sort: [...view.sort] } : {}),
    ...(isEmpty(view.filter) ? {} : { filter: view.filter }),
  })
  return {
    place: `${view.node}.${view.port ?? ''}`,
    page: (offset, limit, quick, signal) =>
      client.call('page', { ...request(offset, limit), ...(quick ? { quick } : {}) }, { signal }),
    cell: (row, column, signal) => client.call('cell', { ...request(0, 1), row, columnName: column }, { signal }),
    nextFlagged: async (from, backwards, signal) =>
      (await client.call('nextFlagged', { ...request(0, 1), from, backwards }, { signal })).row,
  }
}
