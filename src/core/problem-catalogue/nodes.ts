import type { ProblemText } from './text.ts'

/** Nodes and edges. */
export const nodeProblems: Readonly<Record<string, ProblemText>> = {
  'E-KIND-UNKNOWN': {
    title: 'Nobody knows this kind of node',
    explanation:
      'The node stays in the flow as it stood, and cannot run. It may come from a newer Weir, or its name is misspelt; `weir nodes` lists the kinds.',
  },
  'E-NODE-NEWER': {
    title: 'The node was made by a newer Weir',
    explanation:
      'Its settings have a version that this program does not know. The node stays as it stood, and cannot run.',
  },
  'E-SETTING': {
    title: 'A setting is not as it should be',
    explanation:
      'The value has another type or range than the setting needs. `weir nodes KIND` prints the settings of a kind.',
  },
  'E-SETTING-UNKNOWN': {
    title: 'The node has no such setting',
    explanation:
      'Most often a slip of the pen. Rename it to the one suggested, or remove it; `weir nodes KIND` prints the settings of a kind.',
  },
  'E-EDGE-SHAPE': {
    title: 'An edge does not name two ports',
    explanation: 'Both ends of an edge are written `node.port`, as in `orders.out`.',
  },
  'E-EDGE-NODE': {
    title: 'An edge names a node that does not exist',
    explanation: 'The node was removed or renamed. Connect the edge anew or remove it.',
  },
  'E-EDGE-TWICE': {
    title: 'An edge is there twice',
    explanation: 'Two edges join the same two ports; remove one.',
  },
  'E-PORT-UNKNOWN': {
    title: 'A node has no such port',
    explanation: 'The ports of a node follow from its kind and its settings; `weir nodes KIND` lists them.',
  },
  'E-INPUT-MISSING': {
    title: 'A required input is not connected',
    explanation: 'The node cannot work without rows at this port. Draw an edge to it.',
  },
  'E-INPUT-TWICE': {
    title: 'An input has more than one edge',
    explanation: 'An input takes one edge. To put the rows of several nodes under one another, use a union.',
  },
  'E-CYCLE': {
    title: 'The flow runs in a circle',
    explanation:
      'Rows would flow from a node back to itself, so that it could never begin. Remove one edge of the path named.',
  },
  'E-BOUNDARY-TWICE': {
    title: 'Two inputs or two outputs of a flow have one name',
    explanation:
      'A flow that stands in a node of another one is connected by the names of its inputs and outputs. Give each input a name of its own, and each output.',
  },
  'E-INPUT-COLUMNS': {
    title: 'The rows handed in are not as the input says',
    explanation:
      'The input of an inner flow names columns and types, and what is connected to it has others. Rename or convert columns before the node, or change what the input says.',
  },
  'E-SUBFLOW-PORTS': {
    title: 'The ports of a node and of its flow differ',
    explanation:
      'A node in whose place a flow stands has a port for each input and output of that flow. The flow was changed since; take its ports over, and look at the edges.',
  },
  'E-SUBFLOW-RECURSION': {
    title: 'A flow is a part of itself',
    explanation: 'A node stands for a flow that holds, itself or through others, the flow that the node is in.',
  },
  'E-SUBFLOW-SINK': {
    title: 'A sink in an inner flow',
    explanation:
      'Targets are written by the outer flow alone, all together or none. The inner flow gives its rows out by a node of the kind Output; connect the sink in the outer flow.',
  },
  'E-PIN-FILE': {
    title: 'The frozen rows cannot be used',
    explanation:
      'The file that a pin names is another one, or was changed since it was frozen. Freeze the rows again, or thaw the pin, and the rows that come in pass through.',
  },
  'E-PIN-NODE': {
    title: 'The rows of this node cannot be frozen',
    explanation:
      'Only a pin can be frozen, in a flow that was saved, with rows of its own: what an outer flow hands in is not known in the inner one, which has sample rows alone.',
  },
  'E-INPUT-BROKEN': {
    title: 'A node before this one has a problem',
    explanation: 'The columns that arrive here are not known until the node before is mended.',
  },
}
