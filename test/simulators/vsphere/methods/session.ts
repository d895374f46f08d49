import { notSupported } from '../model/faults';
import { invalidState } from '../model/faults';
import { serviceContent } from '../model/serviceContent';
import { one, optional, text as textReader } from '../wire/readers';
import { data, dateTime, flag, text, type Data } from '../wire/values';
import type { Session, User } from '../server/sessions';
import { method, type Methods } from './method';

export const session: Methods = {
	RetrieveServiceContent: method('RetrieveServiceContent', {
		on: 'ServiceInstance',
		anonymous: true,
		parameters: {},
		perform: ({ world }) =>
			serviceContent(world.apiType, world.apiVersion, world.inventory.root.ref),
	}),
	CurrentTime: method('CurrentTime', {
		on: 'ServiceInstance',
		parameters: {},
		perform: ({ world }) => dateTime(world.now()),
	}),
	Login: method('Login', {
		on: 'SessionManager',
		anonymous: true,
		parameters: {
			userName: one(textReader),
			password: one(textReader),
			locale: optional(textReader),
		},
		perform: ({ sessions, session: own }, { userName, password }) => {
			if (own.user !== undefined) throw invalidState();
			return userSession(own, sessions.logIn(own, userName, password));
		},
	}),
	Logout: method('Logout', {
		on: 'SessionManager',
		parameters: {},
		perform: ({ sessions, session: own }) => {
			sessions.end(own);
			return undefined;
		},
	}),
	// The vendor's text: not on an ESXi host.
	SessionIsActive: method('SessionIsActive', {
		on: 'SessionManager',
		parameters: { sessionID: one(textReader), userName: one(textReader) },
		perform: ({ world, sessions }, { sessionID, userName }) => {
			if (world.apiType === 'HostAgent') throw notSupported();
			return flag(sessions.find(sessionID)?.user?.name === userName);
		},
	}),
};

export const userSession = (own: Session, { name }: User): Data =>
	data('UserSession', {
		key: text(own.key),
		userName: text(name),
		fullName: text(name),
		loginTime: dateTime(own.begun),
		lastActiveTime: dateTime(own.lastUsed),
		locale: text('en'),
		messageLocale: text('en'),
		extensionSession: flag(false),
	});
