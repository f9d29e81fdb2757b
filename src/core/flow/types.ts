/** The flow document as the contract's section 1 fixes it: plain data, keys in this order when saved. */
export interface Flow {
  readonly $schema?: string
  readonly weir: 1
  readonly name: string
  readonly description?: string
  readonly params: Readonly<Record<string, Parameter>>
  readonly nodes: Readonly<Record<string, FlowNode>>
  readonly edges: readonly Edge[]
  readonly tests: readonly FlowTest[]
  readonly layout: Layout
}

export type ParameterType = 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'timestamp' | 'path' | 'choice'

export interface Parameter {
  readonly type: ParameterType
  readonly default?: ParameterValue
  readonly description?: string
  readonly choices?: readonly string[]
}

export type ParameterValue = string | number | boolean | null

export interface FlowNode {
  readonly kind: string
  readonly version: number
  readonly title?: string
  readonly description?: string
  readonly disabled?: boolean
  readonly bypass?: boolean
  readonly run?: RunPolicy
  readonly settings: Readonly<Record<string, unknown>>
}

export interface RunPolicy {
  readonly retries?: number
  readonly timeoutSeconds?: number | null
  readonly onFailure?: 'fail' | 'skip' | 'empty'
}

/** `from` and `to` are `node.port`. */
export interface Edge {
  readonly from: string
  readonly to: string
}

export interface FlowTest {
  readonly name: string
  readonly given: Readonly<Record<string, unknown>>
  readonly expect: Readonly<Record<string, unknown>>
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Group {
  readonly id: string
  readonly title: string
  readonly color?: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly collapsed?: boolean
}

export interface Note {
  readonly id: string
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Layout {
  readonly nodes: Readonly<Record<string, Point>>
  readonly groups: readonly Group[]
  readonly notes: readonly Note[]
}
