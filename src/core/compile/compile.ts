import { withoutSpared } from '../flow/frozen.ts'
import { cycles, graphOf, type Link, leftOut, topologicalOrder } from '../flow/graph.ts'
import { didYouMean } from '../flow/nearest.ts'
import type { Flow, FlowNode } from '../flow/types.ts'
import type { Compiled, ExpressionSlot, FlagReason, NodeKind, SinkRequest, SqlResult } from '../node/kind.ts'
import { hasErrors, type Problem } from '../problem.ts'
import { correctionsOf } from '../quarantine/bind.ts'
import { isLinePatch } from '../quarantine/patch.ts'
import { notReplayed, ofNoNode } from '../quarantine/unbound.ts'
import { aggregate, aggregateCall, literal, project, where } from '../relation/build.ts'
import type { Literal, TypedText } from '../relation/expression.ts'
import { isOrdered } from '../relation/order.ts'
import type { Input, Relation, ScanInfo } from '../relation/relation.ts'
import { slotsOf } from '../relation/slots.ts'
import { compileContext, typedText } from './context.ts'
import { effectiveParams, parameterLiteral } from './params.ts'
import { parseSettings, upgradeSettings } from './settings.ts'
import { boundaryOf, boundaryTwice, type InnerFlow, readInner, type Scope } from './subflow.ts'
import type { CompiledFlow, CompiledNode, CompiledPort, CompileRequest, ParseOutcome } from './types.ts'

type Report = (problem: Omit<Problem, 'node'>) => void

/** A node whose settings and ports are known, before its inputs are. */
interface Prepared {
  /** As its own flow calls it. */
  readonly id: string
  /** As the compiled flow calls it. */
  readonly place: string
  readonly node: FlowNode
  readonly kind: NodeKind
  readonly settings: unknown
  readonly slots: readonly ExpressionSlot[]
  readonly report: Report
}

/** The part of a flow that takes part: without disabled nodes, what hangs on them alone, and what frozen rows make needless. */
interface Active {
  readonly order: readonly string[]
  readonly cycles: readonly (readonly string[])[]
  into(node: string): readonly Link[]
}

const activeFlow = (flow: Flow): Active & { readonly nodes: readonly string[] } => {
  const graph = graphOf(flow)
  const out = leftOut(flow, graph)
  return {
    nodes: graph.ids.filter(id => !out.has(id)),
    order: topologicalOrder(graph).filter(id => !out.has(id)),
    cycles: cycles(graph),
    into: node => graph.into(node).filter(link => !out.has(link.from.node)),
  }
}

const wiring = (prepared: ReadonlyMap<string, Prepared>, active: Active, problems: Problem[]): void => {
  const wrongPort = (end: Prepared, port: string, direction: 'input' | 'output', known: readonly string[]) =>
    end.report({
      code: 'E-PORT-UNKNOWN',
      severity: 'error',
      message: `${end.kind.title} has no ${direction} \`${port}\`.`,
      hint: known.length ? `it has ${known.map(name => `\`${name}\``).join(', ')}` : `it has no ${direction}`,
    })
  for (const [id, node] of prepared) {
    const ports = node.kind.inputs(node.settings)
    for (const edge of active.into(id)) {
      const source = prepared.get(edge.from.node)
      if (!ports.some(p => p.name === edge.to.port))
        wrongPort(
          node,
          edge.to.port,
          'input',
          ports.map(p => p.name),
        )
      const outputs = source?.kind.outputs(source.settings).map(p => p.name) ?? []
      if (source && !outputs.includes(edge.from.port)) wrongPort(source, edge.from.port, 'output', outputs)
    }
    for (const port of ports) {
      const count = active.into(id).filter(edge => edge.to.port === port.name).length
      if (count > 1 && !port.many)
        node.report({
          code: 'E-INPUT-TWICE',
          severity: 'error',
          message: `The input \`${port.name}\` of ${title(node)} takes one connection, and has ${count}.`,
        })
      if (count === 0 && !port.optional)
        node.report({
          code: 'E-INPUT-MISSING',
          severity: 'error',
          message: `The input \`${port.name}\` of ${title(node)} is not connected.`,
        })
    }
  }
  for (const cycle of active.cycles)
    problems.push({
      code: 'E-CYCLE',
      severity: 'error',
      node: cycle[0]!,
      message: `The nodes ${cycle.map(id => `\`${id}\``).join(' → ')} form a cycle.`,
      hint: 'remove one of the connections between them',
    })
}

const title = (prepared: Prepared): string => prepared.node.title ?? prepared.kind.title

const prepare = (
  request: CompileRequest,
  scope: Scope,
  id: string,
  params: CompiledFlow['params'],
  problems: Problem[],
) => {
  const node = request.flow.nodes[id]!
  const report: Report = problem => problems.push({ ...problem, node: id })
  const kind = request.catalogue.get(node.kind)
  if (!kind) {
    report({
      code: 'E-KIND-UNKNOWN',
      severity: 'error',
      message: `There is no node kind \`${node.kind}\`.`,
      ...didYouMean(node.kind, request.catalogue.keys()),
    })
    return null
  }
  if (scope.given !== null && kind.group === 'sinks' && !kind.boundary)
    report({
      code: 'E-SUBFLOW-SINK',
      severity: 'error',
      message: 'A flow that is a part of another one writes nothing itself, and this is a sink.',
      hint: 'put an Output in its place, and the sink behind the node in the outer flow',
    })
  const upgraded = upgradeSettings(node, kind, report)
  if (upgraded === null) return null
  const settings = parseSettings(
    kind,
    upgraded,
    { params, environment: request.world.environment, keepSecret: request.world.keepSecret },
    report,
  )
  if (settings === null) return null
  const place = scope.prefix + id
  return { id, place, node, kind, settings, slots: kind.expressions?.(settings) ?? [], report } satisfies Prepared
}

const leaf = (node: string, port: string, of: CompiledPort): Input =>
  Object.freeze({ kind: 'input', node, port, columns: of.columns, slots: of.slots, ordered: of.ordered })

const inputsOf = (
  prepared: Prepared,
  { prefix, given }: Scope,
  active: Active,
  done: Readonly<Record<string, CompiledNode>>,
): Readonly<Record<string, readonly Input[]>> | null => {
  const handed = givenTo(prepared, given)
  if (handed) return { in: [handed] }
  const inputs: Record<string, readonly Input[]> = {}
  for (const port of prepared.kind.inputs(prepared.settings)) {
    const leaves: Input[] = []
    for (const edge of active.into(prepared.id).filter(e => e.to.port === port.name)) {
      const from = prefix + edge.from.node
      const source = done[from]?.ports[edge.from.port]
      if (!source) return null
      leaves.push(leaf(from, edge.from.port, source))
    }
    if (leaves.length > 0) inputs[port.name] = port.many ? leaves : leaves.slice(0, 1)
    else if (!port.optional) return null
  }
  return inputs
}

/** Rows that a flow around this one hands in at a node. */
const givenTo = ({ kind, settings }: Prepared, given: Scope['given']): Input | null => {
  const boundary = given && kind.boundary?.(settings)
  return boundary?.direction === 'input' ? (given?.[boundary.name] ?? null) : null
}

/** A node whose settings are wrong or whose kind is unknown: what comes in is known all the same, and helps to mend it. */
const unprepared = (
  flow: Flow,
  { prefix }: Scope,
  id: string,
  active: Active,
  done: Readonly<Record<string, CompiledNode>>,
): CompiledNode => {
  const inputs: Record<string, readonly Input[]> = {}
  for (const { from, to } of active.into(id)) {
    const source = done[prefix + from.node]?.ports[from.port]
    if (source) inputs[to.port] = [...(inputs[to.port] ?? []), leaf(prefix + from.node, from.port, source)]
  }
  const node = flow.nodes[id]!
  return { id: prefix + id, node, settings: null, inputs, inputPorts: [], outputPorts: [], compiled: null, ports: {} }
}

const bypassed = (prepared: Prepared, inputs: Readonly<Record<string, readonly Input[]>>): Compiled | null => {
  const through = Object.values(inputs)[0]?.[0]
  if (!through) return null
  const outputs = prepared.kind.outputs(prepared.settings)
  return {
    ports: Object.fromEntries(
      outputs.map((port, i) => [port.name, i === 0 ? through : where(through, literal(false))]),
    ),
  }
}

/** A path as two spellings of it are told to be one; links are for the run to follow. */
const plainPath = (path: string) =>
  path
    .replace(/\\/g, '/')
    .replace(/\/(\.?\/)+/g, '/')
    .replace(/^(\.\/)+/, '')

/** A database file has room for several tables. */
const tableName = (sink: SinkRequest | undefined): string =>
  sink?.format === 'duckdb' ? `\n${sink.schema}.${sink.table}`.toLowerCase() : ''

const sharedTargets = (nodes: readonly CompiledNode[]): readonly Problem[] => {
  const writers = new Map<string, string>()
  return nodes.flatMap(({ id, compiled }) => {
    const written = (compiled?.sink ?? compiled?.report)?.path
    if (written === undefined) return []
    const place = plainPath(written) + tableName(compiled?.sink)
    const other = writers.get(place)
    writers.set(place, other ?? id)
    if (other === undefined) return []
    return [
      {
        code: 'E-TARGET-TWICE',
        severity: 'error' as const,
        node: id,
        setting: 'path',
        message: `\`${id}\` and \`${other}\` both write to \`${written}\`.`,
        hint: 'give one of them another path',
      },
    ]
  })
}

/** A typed text by itself; what may hold aggregates stands beside one, so that a column outside of them is refused. */
const alone = (input: Input, slot: ExpressionSlot, text: TypedText): Relation => {
  const value = { name: 'value', expression: text }
  return slot.allow.aggregates
    ? aggregate(input, [], [value, { name: 'rows', expression: aggregateCall('count', []) }])
    : project(input, [value])
}

/** What can be done where stored rows cannot be read. */
const thawing = (node: string) => ({
  hint: 'freeze the rows again, or thaw the node',
  fix: { title: 'Thaw', node, path: ['path'], value: null },
})

class FlowCompiler {
  readonly problems: Problem[] = []
  private readonly done: Record<string, CompiledNode> = {}
  private readonly order: string[] = []
  private readonly literals: Readonly<Record<string, Literal>>
  readonly params: CompiledFlow['params']

  constructor(
    private readonly request: CompileRequest,
    private readonly scope: Scope,
  ) {
    const { params, problems } = effectiveParams(request.flow.params, request.params)
    this.params = params
    this.problems.push(...problems)
    this.literals = Object.fromEntries(
      Object.entries(request.flow.params).map(([name, p]) => [name, parameterLiteral(p, params[name] ?? null)]),
    )
  }

  private async parsed(prepared: Iterable<Prepared>): Promise<ReadonlyMap<ExpressionSlot, ParseOutcome>> {
    const slots = [...prepared].flatMap(p => p.slots)
    const parameters = Object.keys(this.literals)
    const outcomes = await this.request.world.parse(slots.map(s => ({ text: s.text, allow: s.allow, parameters })))
    return new Map(slots.map((slot, i) => [slot, outcomes[i]!]))
  }

  private async scans(prepared: Prepared): Promise<readonly ScanInfo[] | null> {
    const scans: ScanInfo[] = []
    const corrected = (this.request.patches ?? []).filter(isLinePatch).filter(patch => patch.node === prepared.id)
    for (const request of prepared.kind.reads?.(prepared.settings) ?? []) {
      const outcome = await this.request.world.scan(
        corrected.length > 0 ? { ...request, corrected } : request,
        prepared.place,
        this.scope.folder,
      )
      if (!outcome.ok) {
        prepared.report(prepared.kind.frozen ? { ...outcome.problem, ...thawing(prepared.id) } : outcome.problem)
        return null
      }
      for (const warning of outcome.info.warnings ?? []) prepared.report(warning)
      scans.push(outcome.info)
    }
    return scans
  }

  /** What the typed SELECTs give, by setting; those that are none are reported. */
  private async sql(prepared: Prepared, inputs: Readonly<Record<string, readonly Input[]>>) {
    const results = new Map<string, SqlResult>()
    for (const slot of prepared.kind.sql?.(prepared.settings) ?? []) {
      const named = slot.tables.map(({ name, port }) => ({ name, columns: inputs[port]?.[0]?.columns ?? [] }))
      const outcome = await this.request.world.select(slot.text, named, this.literals)
      if (!outcome.ok) {
        prepared.report({ setting: slot.setting, ...outcome.problem })
        continue
      }
      const parameters = outcome.parameters.flatMap(place => {
        const value = this.literals[place.name]
        return value ? [{ ...place, value }] : []
      })
      results.set(slot.setting, { columns: outcome.columns, parameters, ordered: outcome.ordered })
    }
    return results
  }

  /** Prepares a typed text alone, so that what DuckDB refuses is told at its setting; a condition has to be true or false. */
  private async judge(
    prepared: Prepared,
    slot: ExpressionSlot,
    text: TypedText | null,
    inputs: Readonly<Record<string, readonly Input[]>>,
  ): Promise<void> {
    const input = (slot.input === undefined ? Object.values(inputs)[0] : inputs[slot.input])?.[0]
    if (!text || !input || slot.allow.sides || (slot.extra?.length ?? 0) > 0) return
    const outcome = await this.request.world.columns(alone(input, slot, text))
    if (!outcome.ok) return prepared.report({ ...outcome.problem, setting: slot.setting })
    const type = outcome.columns[0]?.type ?? 'BOOLEAN'
    if (!slot.condition || ['BOOLEAN', '"NULL"', 'NULL'].includes(type)) return
    prepared.report({
      code: 'E-EXPRESSION-TYPE',
      severity: 'error',
      setting: slot.setting,
      message: `A condition is true or false, and this gives a value of type ${type}.`,
      hint: 'compare it with something',
    })
  }

  private async port(prepared: Prepared, relation: Relation, role: CompiledPort['role']): Promise<CompiledPort | null> {
    const outcome = await this.request.world.columns(relation)
    if (!outcome.ok) {
      prepared.report(outcome.problem)
      return null
    }
    return { relation, columns: outcome.columns, slots: slotsOf(relation), ordered: isOrdered(relation), role }
  }

  /** The flow that stands in a node's place; null of other nodes, and after reporting what is wrong with it. */
  private async innerFlow(prepared: Prepared): Promise<InnerFlow | null> {
    const { id, kind, settings, report } = prepared
    const reference = kind.flow?.(settings)
    if (!reference || prepared.node.bypass) return null
    const { catalogue, world } = this.request
    const names = { params: this.params, environment: world.environment }
    const ports = {
      inputs: kind.inputs(settings).map(port => port.name),
      outputs: kind.outputs(settings).map(port => port.name),
    }
    return readInner({ id, reference, ports, scope: this.scope, names, catalogue, world, report })
  }

  /** Compiles the flow in a node's place over the rows that come in, and gives what its outputs read. */
  private async inner(
    prepared: Prepared,
    { flow, scope, params, outputs, told }: InnerFlow,
    inputs: Readonly<Record<string, readonly Input[]>>,
  ): Promise<Readonly<Record<string, Input>>> {
    const given = Object.fromEntries(Object.entries(inputs).map(([port, leaves]) => [port, leaves[0]!]))
    const request = { ...this.request, flow, params, patches: [] }
    const compiled = await new FlowCompiler(request, { ...scope, given }).run()
    for (const problem of compiled.problems) prepared.report(told(problem))
    const ends = new Set(outputs.map(({ node }) => scope.prefix + node))
    for (const id of compiled.order.filter(each => !ends.has(each))) {
      this.done[id] = compiled.nodes[id]!
      this.order.push(id)
    }
    const leaves = outputs.flatMap(({ node, name }) => {
      const read = compiled.nodes[scope.prefix + node]?.inputs.in?.[0]
      return read ? [[name, read] as const] : []
    })
    const lacking = outputs.find(({ name }) => leaves.every(([known]) => known !== name))
    if (lacking && !hasErrors(compiled.problems))
      prepared.report({
        code: 'E-SUBFLOW-PORTS',
        severity: 'error',
        setting: 'path',
        message: `No rows arrive at the output \`${lacking.name}\` of the flow: what feeds it is disabled.`,
      })
    return Object.fromEntries(leaves)
  }

  private async node(
    prepared: Prepared,
    inputs: Readonly<Record<string, readonly Input[]>>,
    outcomes: ReadonlyMap<ExpressionSlot, ParseOutcome>,
    innerFlow: InnerFlow | null,
  ): Promise<{ compiled: Compiled; ports: Record<string, CompiledPort>; through?: readonly Input[] } | null> {
    const before = this.problems.length
    const failed = () => this.problems.slice(before).some(p => p.severity === 'error')
    const { place: id, kind, settings, report } = prepared
    let inner: Readonly<Record<string, Input>> = {}
    let compiled: Compiled | null
    if (prepared.node.bypass && Object.keys(inputs).length > 0) compiled = bypassed(prepared, inputs)
    else {
      const texts = new Map(
        prepared.slots.map(slot => [
          slot.setting,
          typedText(slot, outcomes.get(slot)!, { node: id, settings, inputs, params: this.literals, report }),
        ]),
      )
      for (const slot of prepared.slots) await this.judge(prepared, slot, texts.get(slot.setting) ?? null, inputs)
      const scans = await this.scans(prepared)
      const sql = await this.sql(prepared, inputs)
      if (scans === null) return null
      const asOf = literal(this.request.asOf, 'TIMESTAMPTZ')
      if (innerFlow) inner = await this.inner(prepared, innerFlow, inputs)
      if (failed() && [...texts.values()].every(text => text !== null)) return null
      const given = givenTo(prepared, this.scope.given)
      const flags = this.flagsOf
      const context = { node: id, settings, inputs, texts, scans, sql, flags, asOf, given, inner, report }
      compiled = kind.compile(settings, compileContext(context))
    }
    if (!compiled || failed()) return null
    const ports: Record<string, CompiledPort> = {}
    for (const { name, role } of kind.outputs(settings)) {
      const relation = compiled.ports[name]
      if (!relation) throw new Error(`${kind.kind} compiled no relation for its output ${name}.`)
      const port = await this.port(prepared, relation, role ?? 'rows')
      if (!port) return null
      ports[name] = port
    }
    return innerFlow
      ? { compiled: { ...this.wordsOf(innerFlow), ...compiled }, ports, through: Object.values(inner) }
      : { compiled, ports }
  }

  /** What a person should know of the rows of a flow in a node's place. */
  private wordsOf({ scope }: InnerFlow): Pick<Compiled, 'notDeterministic' | 'flagsStop'> {
    const within = this.order.filter(id => id.startsWith(scope.prefix)).map(id => this.done[id]!.compiled)
    const notDeterministic = within.find(node => node?.notDeterministic)?.notDeterministic
    const flagsStop = within.find(node => node?.flagsStop)?.flagsStop
    return { ...(notDeterministic ? { notDeterministic } : {}), ...(flagsStop ? { flagsStop } : {}) }
  }

  private readonly flagsOf = (node: string): readonly FlagReason[] => this.done[node]?.compiled?.flags ?? []

  /** Flags of stored rows are looked up like those of the node that set them. */
  private keep(pin: CompiledNode): void {
    for (const [id, flags] of Object.entries(pin.compiled?.keptFlags ?? {}))
      this.done[id] = {
        ...pin,
        id,
        inputs: {},
        inputPorts: [],
        outputPorts: [],
        ports: {},
        compiled: { ports: {}, flags },
      }
  }

  private corrections(id: string, inputs: CompiledNode['inputs'] | null): Pick<CompiledNode, 'corrections'> {
    const own = this.request.patches?.filter(patch => patch.node === id) ?? []
    if (own.length === 0 || inputs === null) return {}
    return { corrections: correctionsOf(id, inputs, own, this.flagsOf, problem => this.problems.push(problem)) }
  }

  async run(): Promise<CompiledFlow> {
    const { flow, catalogue } = this.request
    const active = activeFlow(withoutSpared(flow, catalogue))
    const prepared = new Map<string, Prepared>()
    for (const id of active.nodes) {
      const node = prepare(this.request, this.scope, id, this.params, this.problems)
      if (node) prepared.set(id, node)
    }
    wiring(prepared, active, this.problems)
    this.problems.push(...boundaryTwice(boundaryOf(flow, catalogue)))
    const outcomes = await this.parsed(prepared.values())
    const { done, order, scope } = this
    for (const id of active.order) {
      const of = prepared.get(id)
      if (!of) {
        done[scope.prefix + id] = unprepared(flow, scope, id, active, done)
        order.push(scope.prefix + id)
        continue
      }
      const inputs = inputsOf(of, scope, active, done)
      const inner = await this.innerFlow(of)
      const stands = of.kind.flow === undefined || of.node.bypass === true || inner !== null
      const result = inputs && stands ? await this.node(of, inputs, outcomes, inner) : null
      done[of.place] = {
        id: of.place,
        node: of.node,
        settings: of.settings,
        inputs: inputs ?? {},
        inputPorts: of.kind.inputs(of.settings),
        outputPorts: of.kind.outputs(of.settings),
        compiled: result?.compiled ?? null,
        ports: result?.ports ?? {},
        ...(result?.through ? { through: result.through } : {}),
        ...this.corrections(id, inputs),
      }
      this.keep(done[of.place]!)
      order.push(of.place)
    }
    this.problems.push(...sharedTargets(order.map(id => done[id]!)))
    this.problems.push(...notReplayed(done, order), ...ofNoNode(flow, done, this.request.patches ?? []))
    return { flow, order, nodes: done, problems: this.problems, params: this.params }
  }
}

/**
 * A flow as relations: settings parsed, texts parsed, columns told by DuckDB, one node after the other; nothing is run. What is wrong
 * comes as problems; a node with an error, and all that needs its rows, has no ports.
 */
export const compileFlow = (request: CompileRequest): Promise<CompiledFlow> =>
  new FlowCompiler(request, {
    prefix: '',
    folder: null,
    trail: request.file === undefined ? [] : [request.file],
    given: null,
  }).run()
