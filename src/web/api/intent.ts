/** A random UUID. Not `crypto.randomUUID`: browsers hide it on plain-http addresses, and many hospitals have only those inside. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * Remembers the idempotency key of what the user is trying to do: pressing "save" again after a lost connection carries the
 * same key, changed content or a definite answer starts a new one.
 */
export class Intent {
  #key: string | null = null;
  #content = '';

  keyFor(content: unknown): string {
    const text = JSON.stringify(content) ?? '';
    if (this.#key === null || text !== this.#content) {
      this.#key = newKey();
      this.#content = text;
    }
    return this.#key;
  }

  settle(): void {
    this.#key = null;
  }
}
