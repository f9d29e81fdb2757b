/** What carries messages between two sides: in order, whole, until it closes. */
export interface Wire {
  /** Sends a message, plain data; silently dropped once the wire is closed. */
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Told once, also when the wire is closed already. */
  onClose(listener: () => void): void
  close(): void
}
