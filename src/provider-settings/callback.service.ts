import type { CallbackAction, InboundCallback } from '../provider/contract.js';
import { ProviderError } from '../provider/contract.js';
import type { Installations } from '../provider/registry.js';
import { addSeconds, type Clock } from '../shared/clock.js';
import type { Database } from '../shared/database.js';
import { DomainError } from '../shared/errors.js';
import { ProviderSettingsRepository } from './provider-settings.repository.js';

/** Longer than any sender repeats a message, and than any signature is good for. */
const REMEMBERED_SECONDS = 7 * 24 * 3600;

/** What providers call back with: only ever a hint, at which the truth is fetched from the provider itself. */
export class CallbackService {
  constructor(
    private readonly database: Database,
    private readonly installations: Installations,
    private readonly exists: (organizationId: string) => Promise<boolean>,
    private readonly clock: Clock,
    private readonly act: (organizationId: string, action: CallbackAction) => Promise<void>,
  ) {}

  /**
   * A message that was taken before, or that tells of nothing we know, is answered like any other.
   * @throws DomainError NOT_FOUND where nobody takes it, UNAUTHENTICATED where it is forged, BAD_REQUEST where it is malformed
   */
  async receive(organizationId: string, adapter: string, callback: InboundCallback): Promise<void> {
    const action = await this.read(organizationId, adapter, callback).catch(refuse);
    if (!action) return;
    const now = this.clock();
    const isNew = await this.database.tenant(organizationId, (db) =>
      new ProviderSettingsRepository(db, organizationId).takeCallback(
        adapter,
        action.messageId,
        now,
        addSeconds(now, -REMEMBERED_SECONDS),
      ),
    );
    if (isNew) await this.act(organizationId, action);
  }

  private async read(organizationId: string, adapter: string, callback: InboundCallback) {
    const nobody = new DomainError('NOT_FOUND', { message: 'Nobody takes this call-back.' });
    if (!(await this.exists(organizationId))) throw nobody;
    const own = (await this.installations.of(organizationId)).find(({ definition }) => definition.id === adapter);
    if (!own?.adapter.receive) throw nobody;
    return own.adapter.receive(callback);
  }
}

/** Never a 410: some senders take it for the end, and stay silent from then on. */
function refuse(error: unknown): undefined {
  if (!(error instanceof ProviderError)) throw error;
  if (error.kind === 'forged') throw new DomainError('UNAUTHENTICATED', { cause: error });
  if (error.kind === 'unknown_reference') return undefined;
  throw new DomainError('BAD_REQUEST', { cause: error });
}
