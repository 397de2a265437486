import { AcceptInvitation, InvitationInfo } from '@alcove/contract'
import { acceptInvitation, describeInvitation } from '@alcove/platform'
import { route } from '../route.ts'

/**
 * Public: the token proves that the link was meant for this person. Also completes the set-up of the first
 * administrator.
 */
export const invitationRoutes = [
  route({
    method: 'get',
    path: '/invitations/{token}',
    action: 'public',
    summary: 'What an invitation or set-up link is for',
    answer: InvitationInfo,
    run: ({ ctx, params }) => describeInvitation({ ctx, input: params }),
  }),
  route({
    method: 'post',
    path: '/invitations/{token}',
    action: 'public',
    summary: 'Accept an invitation, or set up the first administrator',
    body: AcceptInvitation.partial({ token: true }),
    status: 204,
    run: ({ ctx, params, body }) => acceptInvitation({ ctx, input: { ...body, token: params.token } }),
  }),
]
