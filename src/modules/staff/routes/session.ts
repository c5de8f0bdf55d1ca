import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import * as hospitalContract from '#modules/hospital/contract.ts';
import type { RouteExtras, Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as session from '../actions/session.ts';
import { readSetUp, setUp } from '../actions/set-up.ts';
import type { Actor } from '../actor.ts';
import * as contract from '../contract.ts';
import { clientOf, presenceOf } from '../gate.ts';
import type { Presence } from '../presence.ts';
import { deviceName } from '../rules/device.ts';
import { permissionsOf } from '../rules/may.ts';
import { secondFactorRoles } from '../rules/permissions.ts';
import type { SignIn, WithCookies } from '../sign-in.ts';

/** First visit, signing in and out, the own password, second factor and sessions. */
export function sessionRoutes(routes: Routes<Actor>, tools: Tools, signIn: SignIn): void {
  routes.serve(hospitalContract.readSetup, () => readSetUp(tools));
  routes.serve(hospitalContract.setUp, async (_, { body }, extras) => {
    const done = await setUp(tools, extras.request.ip, body);
    if (isRefusal(done)) return done;
    const { username, password } = body.administrator;
    const started = await session.startSignIn(tools, signIn, clientOf(extras.request), username, password);
    // The hospital stands; whoever could not be signed in at once does it on the next page.
    if (!isRefusal(started)) setCookies(extras, started);
    return done;
  });
  routes.serve(contract.readSession, async (actor, _, { request }) => sessionInfo(actor, presence(request)));
  routes.serve(contract.signIn, async (_, { body }, extras) =>
    answer(extras, await session.startSignIn(tools, signIn, clientOf(extras.request), body.username, body.password)),
  );
  routes.serve(contract.giveSecondFactor, async (_, { body }, extras) =>
    answer(
      extras,
      await session.finishSignIn(tools, signIn, clientOf(extras.request), body.code, body.trustDevice ?? false),
    ),
  );
  routes.serve(contract.signOut, async (actor, _, extras) =>
    quietAnswer(extras, await session.endSession(tools, signIn, clientOf(extras.request), actor)),
  );
  ownAccountRoutes(routes, tools, signIn);
}

function ownAccountRoutes(routes: Routes<Actor>, tools: Tools, signIn: SignIn): void {
  routes.serve(contract.listOwnSessions, async (_, __, { request }) => {
    const { signedIn } = presence(request);
    const rows = await session.readOwnSessions(tools, signedIn.userId);
    return {
      items: rows.map((row) => ({
        id: row.id,
        isCurrent: row.id === signedIn.sessionId,
        device: deviceName(row.user_agent ?? ''),
        address: row.ip_address ?? '',
        createdAt: new Date(row.created_at).toISOString(),
        lastSeenAt: new Date(row.updated_at).toISOString(),
      })),
    };
  });
  routes.serve(contract.revokeOwnSession, (actor, { params }, { request }) =>
    isUuid(params.sessionId)
      ? session.revokeOwnSession(tools, actor, presence(request).signedIn.userId, params.sessionId)
      : Promise.resolve(refuse('platform.not-found')),
  );
  routes.serve(contract.changePassword, async (actor, { body }, extras) => {
    const { signedIn } = presence(extras.request);
    const client = clientOf(extras.request);
    return quietAnswer(extras, await session.changeOwnPassword(tools, signIn, client, { actor, signedIn }, body));
  });
  routes.serve(contract.enrolSecondFactor, (_, { body }, { request }) =>
    session.enrolSecondFactor(tools, signIn, clientOf(request), presence(request).signedIn.username, body.password),
  );
  routes.serve(contract.confirmSecondFactor, async (actor, { body }, extras) =>
    quietAnswer(extras, await session.confirmSecondFactor(tools, signIn, clientOf(extras.request), actor, body.code)),
  );
  routes.serve(contract.removeSecondFactor, async (actor, { body }, extras) => {
    const { signedIn } = presence(extras.request);
    const client = clientOf(extras.request);
    return quietAnswer(
      extras,
      await session.removeSecondFactor(tools, signIn, client, { actor, signedIn }, body.password),
    );
  });
}

function sessionInfo(actor: Actor, { signedIn, memberships }: Presence): contract.SessionInfo {
  const current = memberships.find((membership) => membership.hospital_id === actor.hospitalId)!;
  return {
    account: {
      id: actor.accountId!,
      username: signedIn.username,
      displayName: actor.displayName,
      secondFactor: signedIn.hasSecondFactor,
      mustChangePassword: signedIn.mustChangePassword,
      secondFactorAdvised: !signedIn.hasSecondFactor && actor.roles.some((role) => secondFactorRoles.has(role)),
    },
    roles: [...actor.roles],
    permissions: permissionsOf(actor),
    hospital: {
      id: current.hospital_id,
      name: current.hospital_name,
      divisionCode: current.division_code,
      timeZone: current.time_zone,
    },
    hospitals: memberships.map(({ hospital_id, hospital_name }) => ({ id: hospital_id, name: hospital_name })),
  };
}

function presence(request: RouteExtras['request']): Presence {
  return presenceOf(request)!;
}

function setCookies({ reply }: RouteExtras, { cookies }: WithCookies<unknown>): void {
  for (const cookie of cookies) reply.header('set-cookie', cookie);
}

function answer<Value>(extras: RouteExtras, outcome: WithCookies<Value> | Refusal): Value | Refusal {
  if (isRefusal(outcome)) return outcome;
  setCookies(extras, outcome);
  return outcome.value;
}

function quietAnswer(extras: RouteExtras, outcome: WithCookies<null> | Refusal): Refusal | undefined {
  return answer(extras, outcome) ?? undefined;
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
