import { any, column, op } from '../../relation/build.ts'
import { allColumns } from '../cells.ts'
import { commonType, differs, inCommon, operandColumn, sizeOf } from '../reckon.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { several } from '../together.ts'
import { anyNull } from '../values.ts'
import { totalNamed, totalOf, totalSettings } from './total.ts'

export const sumEquals = defineRule({
  kind: 'sum_equals',
  title: 'Sum equals',
  summary: 'The sum of several columns of a row equals a total.',
  dimension: 'consistency',
  flags: 'cell',
  settings: ruleSettingsWith('sum_equals', several, totalSettings),
  initial: { total: 0 },
  suits: ['number'],
  aliases: ['expect_multicolumn_sum_to_equal', 'columns add up', 'row total', 'checksum', 'cross-footing'],
  help: `Flags rows in which the columns do not add up to the total, which is a number or a column; *Tolerance* is how much they may be off. Rows with a null
among the columns or in the total are not judged. Whole numbers and decimals are added exactly, others to a billionth.

\`"columns": ["net", "tax"], "total": { "column": "gross" }, "tolerance": 0.01\`

| net | tax | gross | |
| --- | --- | --- | --- |
| 100 | 19 | 119 | |
| 100 | 19 | 120 | flagged |
| 100 | *null* | 119 | not judged |`,
  describe: rule => `${rule.columns.join(' + ')} = ${totalNamed(rule.total, rule.tolerance)}`,
  message: rule => `${rule.columns.join(' + ')} should be ${totalNamed(rule.total, rule.tolerance)}`,
  compile: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return []
    const parts = columns.map((each, i) => operandColumn(each.name, `columns.${i}`, context))
    const total = totalOf(rule.total, context)
    const operands = [...parts, total].filter(each => each !== null)
    if (total === null || operands.length <= parts.length) return []
    const type = commonType(operands, 3)
    const values = operands.map(each => inCommon(each, type))
    const sum = op('+', ...values.slice(0, -1))
    const nullTotal = typeof rule.total === 'number' ? [] : [op('is_null', column(rule.total.column))]
    const failures = operands.map(each => each.failed).filter(each => each !== null)
    return [
      {
        columns: columns.map(each => each.name),
        violation: differs(sum, values.at(-1)!, type, rule.tolerance, sizeOf(values)),
        missing: any([anyNull(columns), ...nullTotal]),
        failure: failures.length === 0 ? null : any(failures),
      },
    ]
  },
})
