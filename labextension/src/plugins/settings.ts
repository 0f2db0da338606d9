import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal, type ISignal } from '@lumino/signaling';

import type { FrontendSettings } from '../messages';
import { IQuickFixSettings } from '../tokens';

/** Settings page's names and the kernel's; the schema is schema/plugin.json. */
const NAMES = {
  enabled: 'enabled',
  autoShow: 'auto_show',
  threshold: 'threshold',
  acceptRuns: 'accept_runs',
  traces: 'traces'
} as const;

class QuickFixSettings implements IQuickFixSettings {
  constructor(settings: ISettingRegistry.ISettings) {
    this._settings = settings;
    settings.changed.connect(() => {
      this._changed.emit();
    });
  }

  get changed(): ISignal<IQuickFixSettings, void> {
    return this._changed;
  }

  get user(): FrontendSettings {
    const entries = Object.entries(NAMES).map(
      ([name, theirs]) => [theirs, this._settings.user[name]] as const
    );
    // The registry has checked the values against the schema.
    return Object.fromEntries(
      entries.filter(([, value]) => value !== undefined)
    );
  }

  get enabled(): boolean {
    return this._settings.composite.enabled === true;
  }

  async setEnabled(enabled: boolean): Promise<void> {
    await this._settings.set('enabled', enabled);
  }

  private readonly _changed = new Signal<IQuickFixSettings, void>(this);
  private readonly _settings: ISettingRegistry.ISettings;
}

/** The settings page, and what the user set there. Its id is that of the schema, which holds the shortcuts too. */
export const settingsPlugin: JupyterFrontEndPlugin<IQuickFixSettings> = {
  id: 'jupyter-quickfix:plugin',
  description: 'The settings of Quick Fix.',
  autoStart: true,
  requires: [ISettingRegistry],
  provides: IQuickFixSettings,
  activate: async (
    _: JupyterFrontEnd,
    registry: ISettingRegistry
  ): Promise<IQuickFixSettings> =>
    new QuickFixSettings(await registry.load(settingsPlugin.id))
};
