/**
 * A page with code cells, a live kernel and the widget manager, and nothing else of any front end.
 *
 * `globalThis.cells` is what the tests drive: `connect`, `add` a cell, `run` it, `shutdown`.
 */

import { KernelManager, ServerConnection } from '@jupyterlab/services';
import * as base from '@jupyter-widgets/base';
import { ManagerBase } from '@jupyter-widgets/base-manager';
import { Widget } from '@lumino/widgets';

const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';
const modules = new Map([['@jupyter-widgets/base', base]]);

/** Load a module in the form that widget packages ship for such pages (AMD), from the page's own folder. */
function load(name) {
  return new Promise((resolve, reject) => {
    globalThis.define = (names, factory) => {
      modules.set(name, factory(...names.map(each => modules.get(each))));
    };
    const script = document.createElement('script');
    script.src = `${name}.js`;
    script.onload = () => resolve(modules.get(name));
    script.onerror = () => reject(new Error(`no module ${name}`));
    document.head.append(script);
  });
}

class Manager extends ManagerBase {
  constructor(kernel) {
    super();
    this.kernel = kernel;
    kernel.registerCommTarget(this.comm_target_name, (comm, message) =>
      this.handle_comm_open(new base.shims.services.Comm(comm), message)
    );
  }

  async loadClass(className, moduleName) {
    return (modules.get(moduleName) ?? (await load(moduleName)))[className];
  }

  async _create_comm(target, id, data, metadata, buffers) {
    const comm = this.kernel.createComm(target, id);
    if (data || metadata) {
      comm.open(data, metadata, buffers);
    }
    return new base.shims.services.Comm(comm);
  }

  async _get_comm_info() {
    const reply = await this.kernel.requestCommInfo({ target_name: this.comm_target_name });
    return reply.content.comms;
  }
}

/** One cell: its text, and its outputs in the order they came. */
class Cell {
  constructor(page, text) {
    this.page = page;
    this.input = document.createElement('textarea');
    this.input.value = text;
    this.outputs = document.createElement('section');
    document.querySelector('#cells').append(this.input, this.outputs);
  }

  /** Run the cell's text; a text that the kernel sets for the next input takes its place. Returns the reply's status. */
  async run() {
    this.outputs.replaceChildren();
    const future = this.page.kernel.requestExecute({ code: this.input.value, store_history: true });
    future.onIOPub = ({ header, content }) => this.show(header.msg_type, content);
    const { content } = await future.done;
    await this.page.shown;
    for (const { source, text, replace } of content.payload ?? []) {
      if (source === 'set_next_input') {
        const cell = replace ? this : this.page.add('');
        cell.input.value = text;
      }
    }
    return content.status;
  }

  show(type, content) {
    if (type === 'stream') {
      this.print(content.text);
    } else if (type === 'error') {
      this.print(`${content.ename}: ${content.evalue}\n`);
    } else if (type === 'display_data' && content.data[WIDGET_VIEW]) {
      const place = document.createElement('div');
      this.outputs.append(place);
      this.page.shown = this.page.shown.then(() => this.page.view(content.data[WIDGET_VIEW].model_id, place));
    }
  }

  print(text) {
    const place = document.createElement('pre');
    place.textContent = text;
    this.outputs.append(place);
  }
}

globalThis.cells = {
  all: [],
  shown: Promise.resolve(),

  async connect(baseUrl, token) {
    const wsUrl = baseUrl.replace(/^http/, 'ws');
    const serverSettings = ServerConnection.makeSettings({ baseUrl, wsUrl, token, appendToken: true });
    this.kernel = await new KernelManager({ serverSettings }).startNew({ name: 'python3' });
    this.manager = new Manager(this.kernel);
    await this.kernel.info;
  },

  add(text) {
    const cell = new Cell(this, text);
    this.all.push(cell);
    return cell;
  },

  async view(modelId, place) {
    const model = await this.manager.get_model(modelId);
    const view = await this.manager.create_view(model);
    Widget.attach(view.luminoWidget, place);
  },

  shutdown() {
    return this.kernel.shutdown();
  }
};
