import type { ComponentType } from 'react'
import type { Widget } from '#core/node/settings.ts'
import { BoundInput } from './BoundInput.tsx'
import { ChoiceInput } from './ChoiceInput.tsx'
import { ChoicesInput } from './ChoicesInput.tsx'
import { ColumnInput } from './ColumnInput.tsx'
import { ColumnsInput } from './ColumnsInput.tsx'
import { ExpressionInput } from './ExpressionInput.tsx'
import { FileInput } from './FileInput.tsx'
import { FormulaListInput } from './FormulaListInput.tsx'
import { GateInput } from './GateInput.tsx'
import { GateLimitsInput } from './GateLimitsInput.tsx'
import { GridInput } from './GridInput.tsx'
import { ItemsInput } from './ItemsInput.tsx'
import { JoinKeysInput } from './JoinKeysInput.tsx'
import { JsonInput } from './JsonInput.tsx'
import { KeyValueInput } from './KeyValueInput.tsx'
import { MeasureListInput } from './MeasureListInput.tsx'
import { NumberInput } from './NumberInput.tsx'
import { PairsInput } from './PairsInput.tsx'
import { PortInput } from './PortInput.tsx'
import { RulesInput } from './RulesInput.tsx'
import { SelectListInput } from './SelectListInput.tsx'
import { SortListInput } from './SortListInput.tsx'
import { SqlInput } from './SqlInput.tsx'
import { StepsInput } from './StepsInput.tsx'
import { TextInput } from './TextInput.tsx'
import { TextListInput } from './TextListInput.tsx'
import { ToggleInput } from './ToggleInput.tsx'
import { TypeInput } from './TypeInput.tsx'
import { TypeTableInput } from './TypeTableInput.tsx'
import type { FieldProps } from './types.ts'

/** One field for each widget: a new widget without a field does not compile. */
export const widgets = {
  text: TextInput,
  number: NumberInput,
  toggle: ToggleInput,
  choice: ChoiceInput,
  column: ColumnInput,
  columns: ColumnsInput,
  expression: ExpressionInput,
  sql: SqlInput,
  file: FileInput,
  saveFile: FileInput,
  keyValue: KeyValueInput,
  sortList: SortListInput,
  joinKeys: JoinKeysInput,
  typeTable: TypeTableInput,
  selectList: SelectListInput,
  formulaList: FormulaListInput,
  measureList: MeasureListInput,
  textList: TextListInput,
  grid: GridInput,
  rules: RulesInput,
  gate: GateInput,
  gateLimits: GateLimitsInput,
  bound: BoundInput,
  input: PortInput,
  choices: ChoicesInput,
  pairs: PairsInput,
  json: JsonInput,
  type: TypeInput,
  items: ItemsInput,
  steps: StepsInput,
} satisfies Record<Widget, ComponentType<FieldProps>>

/** Stand below their label, over the whole width. */
export const wideWidgets: ReadonlySet<Widget> = new Set([
  'expression',
  'sql',
  'columns',
  'keyValue',
  'sortList',
  'joinKeys',
  'typeTable',
  'selectList',
  'formulaList',
  'measureList',
  'textList',
  'grid',
  'gate',
  'gateLimits',
  'choices',
  'pairs',
  'json',
  'items',
  'steps',
])

/** Show what is wrong at their own items. */
export const ownProblems: ReadonlySet<Widget> = new Set(['formulaList', 'measureList', 'gateLimits', 'rules', 'items'])
