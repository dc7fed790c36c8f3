/** What a key may be: who reads, who records as well, who looks after the log, who looks after everything. */
export const roles = ['reader', 'recorder', 'auditor', 'admin'] as const;

export type Role = (typeof roles)[number];

/** What a route asks of its caller. */
export type Permission = 'read' | 'subscribe' | 'record' | 'inspect' | 'operate' | 'administer';

/** A route either names a permission or says that it is for everybody; one that says nothing is for nobody. */
export type RoutePermission = Permission | 'public';

/** Who may do what. Whatever is not in here is refused. */
export const permissions: Readonly<Record<Permission, readonly Role[]>> = {
  /** Ask what the ledger knows. */
  read: ['reader', 'recorder', 'auditor', 'admin'],
  /** Have what the ledger knows sent to an address; never without a key, also where reading takes none. */
  subscribe: ['reader', 'recorder', 'auditor', 'admin'],
  /** Add facts and documents. */
  record: ['recorder', 'admin'],
  /** Compare the read models with a fold of the log. */
  inspect: ['auditor', 'admin'],
  /** Have projections retried and rebuilt. */
  operate: ['admin'],
  /** Give out keys and revoke them. */
  administer: ['admin'],
};

export const mayDo = (role: Role, permission: Permission): boolean => permissions[permission].includes(role);

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission;
    /** Whether a key may come as the password of Basic credentials. */
    takesBasic?: boolean;
  }
}
