import type { MenuItemConstructorOptions } from 'electron'
import { BrowserWindow } from './browser-window.ts'
import { ElectronEmitter } from './emitter.ts'

/** A menu item: an object a test can find by its id and `click()`. Accelerators are kept but never fire. */
export class MenuItem {
  readonly id: string | undefined
  readonly label: string
  readonly role: string | undefined
  readonly type: string
  readonly accelerator: unknown
  readonly submenu: Menu | undefined
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #onClick: MenuItemConstructorOptions['click']

  constructor(options: MenuItemConstructorOptions) {
    this.id = options.id
    this.label = options.label ?? ''
    this.role = options.role
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal')
    this.accelerator = options.accelerator
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.submenu = Array.isArray(options.submenu)
      ? Menu.buildFromTemplate(options.submenu)
      : (options.submenu as Menu | undefined)
    this.#onClick = options.click
  }

  /** What a user's click does. The casts: the stand-in's objects are not Electron's full classes. */
  click(event: object = {}, window: BrowserWindow | null = BrowserWindow.getFocusedWindow()): void {
    this.#onClick?.(this as never, (window ?? undefined) as never, event as never)
  }
}

export class Menu extends ElectronEmitter {
  static #applicationMenu: Menu | null = null
  readonly items: MenuItem[] = []

  append(item: MenuItem): void {
    this.items.push(item)
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item)
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }

  popup(): void {
    this.emit('menu-will-show')
  }

  closePopup(): void {
    this.emit('menu-will-close')
  }

  static buildFromTemplate(template: (MenuItemConstructorOptions | MenuItem)[]): Menu {
    const menu = new Menu()
    for (const entry of template) menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#applicationMenu
  }
}
