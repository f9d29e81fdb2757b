import type { ColumnCondition } from '#core/profile/conditions.ts'
import { writeConditions } from '#core/sql/condition.ts'
import type { Editor } from '../store/editor.ts'
import type { End } from '../store/ports.ts'
import { addBehind } from './add-behind.ts'

/** Makes a node behind a port that lets the rows through that the conditions are true of. */
export const addFilter = (editor: Editor, rows: End, conditions: readonly ColumnCondition[]): string => {
  const columns = editor.facts.getState().nodes[rows.node]?.outputs[rows.port]?.columns ?? []
  return addBehind(editor, rows, 'transform.filter', { where: writeConditions(columns, conditions) })
}
