import { invalidArgument, objectNotFound } from '../model/faults';
import { isA, isType } from '../properties/objectTypes';
import { flag, many, one, reference, text } from '../wire/readers';
import { ref, sameRef } from '../wire/values';
import { method, type Methods } from './method';

/** What a view can look into: the vendor's text of `ContainerView.container`. */
const CONTAINERS = ['Folder', 'Datacenter', 'ComputeResource', 'ResourcePool', 'HostSystem'];

export const views: Methods = {
	CreateContainerView: method('CreateContainerView', {
		on: 'ViewManager',
		since: '4.0',
		parameters: { container: one(reference), type: many(text), recursive: one(flag) },
		perform: (call, { container, type: types, recursive }) => {
			const found = call.find(container);
			if (!CONTAINERS.some((type) => isA(found.ref.type, type))) throw invalidArgument('container');
			if (!types.every(isType)) throw invalidArgument('type');
			const { views: own, key } = call.session;
			viewCount += 1;
			const view = ref(
				'ContainerView',
				`session[${key}]52f3${viewCount.toString(16).padStart(8, '0')}`,
			);
			own.push({ ref: view, container, types, recursive });
			return view;
		},
	}),
	DestroyView: method('DestroyView', {
		on: 'ContainerView',
		since: '4.0',
		parameters: {},
		perform: ({ session, object }) => {
			const at = session.views.findIndex((view) => sameRef(view.ref, object));
			if (at < 0) throw objectNotFound(object);
			session.views.splice(at, 1);
			return undefined;
		},
	}),
};

/** Views of all simulators differ, as they do in all vCenters. */
let viewCount = 0;
