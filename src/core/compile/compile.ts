import { cycles, graphOf, type Link, leftOut, topologicalOrder } from '../flow/graph.ts'
import { didYouMean } from '../flow/nearest.ts'
import type { Flow, FlowNode } from '../flow/types.ts'
import type { Compiled, ExpressionSlot, FlagReason, NodeKind, SinkRequest, SqlResult } from '../node/kind.ts'
import type { Problem } from '../problem.ts'
import { correctionsOf } from '../quarantine/bind.ts'
import { isLinePatch } from '../quarantine/patch.ts'
import { notReplayed, ofNoNode } from '../quarantine/unbound.ts'
import { literal, project, where } from '../relation/build.ts'
import type { Literal, TypedText } from '../relation/expression.ts'
import { isOrdered } from '../relation/order.ts'
import type { Input, Relation, ScanInfo } from '../relation/relation.ts'
import { slotsOf } from '../relation/slots.ts'
import { compileContext, typedText } from './context.ts'
import { effectiveParams, parameterLiteral } from './params.ts'
import { parseSettings, upgradeSettings } from './settings.ts'
import type { CompiledFlow, CompiledNode, CompiledPort, CompileRequest, ParseOutcome } from './types.ts'

type Report = (problem: Omit<Problem, 'node'>) => void

/** A node whose settings and ports are known, before its inputs are. */
interface Prepared {
  readonly id: string
  readonly node: FlowNode
  readonly kind: NodeKind
  readonly settings: unknown
  readonly slots: readonly ExpressionSlot[]
  readonly report: Report
}

/** The part of a flow that takes part: without disabled nodes and what hangs on them alone. */
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

const prepare = (request: CompileRequest, id: string, params: CompiledFlow['params'], problems: Problem[]) => {
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
  const upgraded = upgradeSettings(node, kind, report)
  if (upgraded === null) return null
  const settings = parseSettings(kind, upgraded, { params, environment: request.world.environment }, report)
  if (settings === null) return null
  return { id, node, kind, settings, slots: kind.expressions?.(settings) ?? [], report } satisfies Prepared
}

const leaf = (node: string, port: string, of: CompiledPort): Input =>
  Object.freeze({ kind: 'input', node, port, columns: of.columns, slots: of.slots, ordered: of.ordered })

const inputsOf = (
  prepared: Prepared,
  active: Active,
  done: Readonly<Record<string, CompiledNode>>,
): Readonly<Record<string, readonly Input[]>> | null => {
  const inputs: Record<string, readonly Input[]> = {}
  for (const port of prepared.kind.inputs(prepared.settings)) {
    const leaves: Input[] = []
    for (const edge of active.into(prepared.id).filter(e => e.to.port === port.name)) {
      const source = done[edge.from.node]?.ports[edge.from.port]
      if (!source) return null
      leaves.push(leaf(edge.from.node, edge.from.port, source))
    }
    if (leaves.length > 0) inputs[port.name] = port.many ? leaves : leaves.slice(0, 1)
    else if (!port.optional) return null
  }
  return inputs
}

/** A node whose settings are wrong or whose kind is unknown: what comes in is known all the same, and helps to mend it. */
const unprepared = (
  flow: Flow,
  id: string,
  active: Active,
  done: Readonly<Record<string, CompiledNode>>,
): CompiledNode => {
  const inputs: Record<string, readonly Input[]> = {}
  for (const { from, to } of active.into(id)) {
    const source = done[from.node]?.ports[from.port]
    if (source) inputs[to.port] = [...(inputs[to.port] ?? []), leaf(from.node, from.port, source)]
  }
  const node = flow.nodes[id]!
  return { id, node, settings: null, inputs, inputPorts: [], outputPorts: [], compiled: null, ports: {} }
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

class FlowCompiler {
  readonly problems: Problem[] = []
  private readonly done: Record<string, CompiledNode> = {}
  private readonly literals: Readonly<Record<string, Literal>>
  readonly params: CompiledFlow['params']

  constructor(private readonly request: CompileRequest) {
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
        prepared.id,
      )
      if (!outcome.ok) {
        prepared.report(outcome.problem)
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
    const outcome = await this.request.world.columns(project(input, [{ name: 'value', expression: text }]))
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

  private async node(
    prepared: Prepared,
    inputs: Readonly<Record<string, readonly Input[]>>,
    outcomes: ReadonlyMap<ExpressionSlot, ParseOutcome>,
  ): Promise<{ compiled: Compiled; ports: Record<string, CompiledPort> } | null> {
    const before = this.problems.length
    const failed = () => this.problems.slice(before).some(p => p.severity === 'error')
    const { id, kind, settings, report } = prepared
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
      if (failed() && [...texts.values()].every(text => text !== null)) return null
      const context = { node: id, settings, inputs, texts, scans, sql, flags: this.flagsOf, asOf, report }
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
    return { compiled, ports }
  }

  private readonly flagsOf = (node: string): readonly FlagReason[] => this.done[node]?.compiled?.flags ?? []

  private corrections(id: string, inputs: CompiledNode['inputs'] | null): Pick<CompiledNode, 'corrections'> {
    const own = this.request.patches?.filter(patch => patch.node === id) ?? []
    if (own.length === 0 || inputs === null) return {}
    return { corrections: correctionsOf(id, inputs, own, this.flagsOf, problem => this.problems.push(problem)) }
  }

  async run(): Promise<CompiledFlow> {
    const { flow } = this.request
    const active = activeFlow(flow)
    const prepared = new Map<string, Prepared>()
    for (const id of active.nodes) {
      const node = prepare(this.request, id, this.params, this.problems)
      if (node) prepared.set(id, node)
    }
    wiring(prepared, active, this.problems)
    const outcomes = await this.parsed(prepared.values())
    const { done } = this
    for (const id of active.order) {
      const of = prepared.get(id)
      if (!of) {
        done[id] = unprepared(flow, id, active, done)
        continue
      }
      const inputs = inputsOf(of, active, done)
      const result = inputs && (await this.node(of, inputs, outcomes))
      done[id] = {
        id,
        node: of.node,
        settings: of.settings,
        inputs: inputs ?? {},
        inputPorts: of.kind.inputs(of.settings),
        outputPorts: of.kind.outputs(of.settings),
        compiled: result?.compiled ?? null,
        ports: result?.ports ?? {},
        ...this.corrections(id, inputs),
      }
    }
    const order = active.order.filter(id => done[id])
    this.problems.push(...sharedTargets(order.map(id => done[id]!)))
    this.problems.push(...notReplayed(done, order), ...ofNoNode(flow, done, this.request.patches ?? []))
    return { flow, order, nodes: done, problems: this.problems, params: this.params }
  }
}

/**
 * A flow as relations: settings parsed, texts parsed, columns told by DuckDB, one node after the other; nothing is run. What is wrong
 * comes as problems; a node with an error, and all that needs its rows, has no ports.
 */
export const compileFlow = (request: CompileRequest): Promise<CompiledFlow> => new FlowCompiler(request).run()
