import { withoutSpared } from '../flow/frozen.ts'
import type { Compiled, ExpressionSlot, FlagReason, SqlResult } from '../node/kind.ts'
import type { Problem } from '../problem.ts'
import { correctionsOf } from '../quarantine/bind.ts'
import { isLinePatch } from '../quarantine/patch.ts'
import { notReplayed, ofNoNode } from '../quarantine/unbound.ts'
import { aggregate, aggregateCall, literal, project } from '../relation/build.ts'
import type { Literal, TypedText } from '../relation/expression.ts'
import { isOrdered } from '../relation/order.ts'
import type { Input, Relation, ScanInfo } from '../relation/relation.ts'
import { slotsOf } from '../relation/slots.ts'
import { activeFlow } from './active.ts'
import { compileContext, typedText } from './context.ts'
import { bypassed, givenTo, inputsOf, unprepared } from './inputs.ts'
import { effectiveParams, parameterLiteral } from './params.ts'
import { type Prepared, prepare } from './prepare.ts'
import { boundaryOf, boundaryTwice, endsOf, type InnerFlow, readInner, type Scope, wordsOf } from './subflow.ts'
import { sharedTargets } from './targets.ts'
import type { CompiledFlow, CompiledNode, CompiledPort, CompileRequest, ParseOutcome } from './types.ts'
import { wiring } from './wiring.ts'

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
    return endsOf(outputs, scope.prefix, compiled, prepared.report)
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
      ? { compiled: { ...wordsOf(this.within(innerFlow)), ...compiled }, ports, through: Object.values(inner) }
      : { compiled, ports }
  }

  private within({ scope }: InnerFlow): readonly CompiledNode[] {
    return this.order.filter(id => id.startsWith(scope.prefix)).map(id => this.done[id]!)
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
        ...(inner ? { flowFile: inner.scope.trail.at(-1)! } : {}),
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
