import type { OrganizationService } from '../organization/organization.service.js';
import { type Score, scoreSession } from '../scoring/score.js';
import { type Flip, type PastSession, simulate, type Simulation } from '../scoring/simulation.js';
import type { WeightsValues } from '../scoring/weights.js';
import type { Database } from '../shared/database.js';
import { badInput } from '../shared/errors.js';
import { mayTouch, type Mode, type Operator, ownOrganization } from '../shared/principal.js';
import type { ProposedValues, WeightsService } from '../weights/weights.service.js';
import { type JudgedSession, PastSessionRepository } from './past-session.repository.js';

const MOST_SESSIONS = 100_000;

export interface SimulationRequest {
  readonly organizationId?: string | null;
  readonly clientId?: string | null;
  readonly userId?: string | null;
  readonly mode: Mode;
  readonly values: ProposedValues;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly limit: number;
}

/** What was simulated, and under what. */
export interface Simulated extends Simulation {
  readonly proposed: WeightsValues;
}

/** Scores past sessions anew from their stored tests, without images or providers; nothing is saved. */
export class SimulationService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationService,
    private readonly weights: WeightsService,
  ) {}

  /** A test key simulates on SANDBOX alone: of LIVE there is nothing for it. @throws DomainError NOT_FOUND, BAD_USER_INPUT, WEIGHTS_NO_EFFECT */
  async simulate(operator: Operator, request: SimulationRequest): Promise<Simulated> {
    const organizationId = ownOrganization(operator, request.organizationId);
    const { mode, limit } = request;
    if (limit < 1 || limit > MOST_SESSIONS) throw badInput('input.limit', `must be from 1 to ${MOST_SESSIONS}`);
    const place = { clientId: request.clientId ?? undefined, userId: request.userId ?? undefined };
    const inForce = await this.weights.inForceAt(organizationId, place);
    const proposed = this.weights.complete(request.values, inForce?.values);
    if (!mayTouch(operator, mode)) return { ...simulate([], proposed), proposed };
    const filter = { mode, limit, ...place, from: request.from ?? undefined, to: request.to ?? undefined };
    const judged = await this.database.tenant(organizationId, (db) =>
      new PastSessionRepository(db, organizationId).judged(filter),
    );
    return { ...simulate(await this.pastSessions(organizationId, judged), proposed), proposed };
  }

  /** The whole score of a flipped session under the proposed weights. */
  scoreAfter({ session }: Flip, proposed: WeightsValues): Score {
    return scoreSession({ ...session.input, weights: proposed });
  }

  private async pastSessions(organizationId: string, judged: readonly JudgedSession[]): Promise<PastSession[]> {
    const { sanctionsGate } = await this.organizations.policyOf(organizationId);
    const ids = [...new Set(judged.flatMap(({ weightsId }) => weightsId ?? []))];
    const versions = new Map((await this.weights.findMany(organizationId, ids)).map(({ id, values }) => [id, values]));
    return judged.map(({ id, verified, weightsId, ...input }) => ({
      id,
      verified,
      judgedUnder: versions.get(weightsId ?? '') ?? this.weights.builtInValues,
      // A verdict is made of sessions alone that had consent and all evidence. Whether a hit is corroborated tells a
      // review from a rejection: neither is verified.
      input: { ...input, consented: true, missingEvidence: [], corroborated: null, sanctionsGate },
    }));
  }
}
