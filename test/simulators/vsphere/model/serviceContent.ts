import { data, ref, text, type Data, type Ref } from '../wire/values';
import { uuidOf, type ApiType } from './identity';

export interface Services {
	readonly propertyCollector: Ref;
	readonly viewManager: Ref;
	readonly sessionManager: Ref;
	readonly taskManager: Ref;
	readonly searchIndex: Ref;
}

const VIRTUAL_CENTER: Services = {
	propertyCollector: ref('PropertyCollector', 'propertyCollector'),
	viewManager: ref('ViewManager', 'ViewManager'),
	sessionManager: ref('SessionManager', 'SessionManager'),
	taskManager: ref('TaskManager', 'TaskManager'),
	searchIndex: ref('SearchIndex', 'SearchIndex'),
};

const HOST_AGENT: Services = {
	propertyCollector: ref('PropertyCollector', 'ha-property-collector'),
	viewManager: ref('ViewManager', 'ViewManager'),
	sessionManager: ref('SessionManager', 'ha-sessionmgr'),
	taskManager: ref('TaskManager', 'ha-taskmgr'),
	searchIndex: ref('SearchIndex', 'ha-searchindex'),
};

export const servicesOf = (apiType: ApiType): Services =>
	apiType === 'VirtualCenter' ? VIRTUAL_CENTER : HOST_AGENT;

export function serviceContent(apiType: ApiType, apiVersion: string, rootFolder: Ref): Data {
	const services = servicesOf(apiType);
	return data('ServiceContent', {
		rootFolder,
		propertyCollector: services.propertyCollector,
		viewManager: services.viewManager,
		about: aboutInfo(apiType, apiVersion),
		sessionManager: services.sessionManager,
		taskManager: services.taskManager,
		searchIndex: services.searchIndex,
	});
}

const BUILD = '24022515';

export function aboutInfo(apiType: ApiType, apiVersion: string): Data {
	const vc = apiType === 'VirtualCenter';
	const name = vc ? 'VMware vCenter Server' : 'VMware ESXi';
	const version = apiVersion.split('.').slice(0, 3).join('.');
	return data('AboutInfo', {
		name: text(name),
		fullName: text(`${name} ${version} build-${BUILD}`),
		vendor: text('VMware, Inc.'),
		version: text(version),
		build: text(BUILD),
		localeVersion: text('INTL'),
		localeBuild: text('000'),
		osType: text(vc ? 'linux-x64' : 'vmnix-x86'),
		productLineId: text(vc ? 'vpx' : 'embeddedEsx'),
		apiType: text(apiType),
		apiVersion: text(apiVersion),
		// An ESXi host has none: govmomi's capture of one is empty there.
		instanceUuid: vc ? text(uuidOf('vcenter')) : undefined,
		licenseProductName: text(vc ? 'VMware VirtualCenter Server' : 'VMware ESX Server'),
		licenseProductVersion: text(version.split('.').slice(0, 2).join('.')),
	});
}
