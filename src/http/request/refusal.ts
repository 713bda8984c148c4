import { DomainError } from '../../shared/errors.js';
import type { ErrorCode, ErrorDetails } from '../../shared/errors.js';

/** A refusal by HTTP itself, with a status of its own. */
export class HttpRefusal extends DomainError {
  constructor(
    private readonly httpStatus: number,
    message: string,
    code: ErrorCode = 'BAD_REQUEST',
    details: Omit<ErrorDetails, 'message'> = {},
  ) {
    super(code, { ...details, message });
  }
  override get status(): number {
    return this.httpStatus;
  }
}

/** The status of a refusal where no GraphQL is around it: there a missing object has no 200. */
export function plainStatus({ code, status }: DomainError): number {
  if (status !== 200) return status;
  return code === 'NOT_FOUND' ? 404 : 400;
}
