// SPDX-License-Identifier: EUPL-1.2
import {judgeEveryPage} from './lib/every_page.mjs';

judgeEveryPage('en');
