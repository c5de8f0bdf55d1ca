import { randomUUID } from 'node:crypto';
import { call } from './api.ts';
import { letters } from './marked-files.ts';

export interface Acknowledged {
  readonly key: string;
  readonly referralId: string;
}

/**
 * People at the telephone who note what the server confirmed: each sends one referral after the other, and what got no answer is sent again
 * under the same key until it gets one.
 */
export class IntakeClients {
  readonly acknowledged: Acknowledged[] = [];
  readonly sent = new Set<string>();
  readonly wrong: string[] = [];
  base = '';
  #stopping = false;
  #running: Promise<void>[] = [];
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  start(clients: number): void {
    this.#stopping = false;
    this.#running = Array.from({ length: clients }, () => this.#work());
  }

  /** Ends when every referral begun has its answer. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#running);
  }

  async #work(): Promise<void> {
    while (!this.#stopping) {
      const key = randomUUID();
      const n = this.sent.size;
      this.sent.add(key);
      await this.#sendUntilAnswered(key, {
        channel: 'phone',
        // Many referrals name the patients of the imported episodes, so that winners are decided all the time.
        patientName: `张${letters(n % 200)}`,
        sex: n % 2 === 0 ? 'male' : 'female',
        age: 40,
        disease: '胆结石',
        note: key,
        introducerNo: `J${n % 50}`,
      });
    }
  }

  async #sendUntilAnswered(key: string, referral: object): Promise<void> {
    const giveUpAt = performance.now() + 90_000;
    while (performance.now() < giveUpAt) {
      try {
        const { status, body } = await call(this.base, this.#token, 'POST', '/api/referrals', referral, {
          'idempotency-key': key,
        });
        if (status === 201) {
          this.acknowledged.push({ key, referralId: body.referralId });
          return;
        }
        // 500 and 503 while the database is away; anything else is wrong.
        if (status < 500) {
          this.wrong.push(`${status} ${JSON.stringify(body).slice(0, 200)}`);
          return;
        }
      } catch {
        // Killed before it answered.
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    this.wrong.push('no answer within 90 s');
  }
}
