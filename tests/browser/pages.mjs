// SPDX-License-Identifier: EUPL-1.2
// Every page there is: axe, a phone's width and both languages come to a page by its row here, and a route without a row
// fails the test.
//   route  its name in `ypsilon routes`
//   as     the roles it is looked at with
//   path   where it is, or
//   via    how to get there by links: the path to begin at, then a pattern for the link to follow on each page
//   then   what to add to the path found
//   name   when a route has several rows: what tells this picture from the others
//   act    what to do on the page before it is judged, with a Playwright page
//   status what it answers, 200 unless given
const staff = ['office', 'adviser'];
const stating = ['office', 'adviser', 'employer'];
const everybody = ['public', 'office', 'adviser', 'employer', 'candidate', 'mentor', 'steering'];
const need = /^\/needs\/\d+$/;
const employer = /^\/employers\/\d+$/;
const referral = /^\/referrals\/\d+$/;
const survey = /^\/surveys\/\d+$/;
const flag = /^\/flags\/\d+$/;
const questionSet = /^\/question-sets\/\d+$/;
const mailing = /^\/mailings\/\d+$/;
const hire = /^\/hires\/\d+$/;
const activity = /^\/activities\/\d+$/;
const task = /^\/tasks\/\d+$/;
const candidate = /^\/candidates\/\d+$/;
// Sends the main form as it is.
const send = page => Promise.all([page.waitForNavigation(), page.locator('main form button[type=submit]').first().click()]);
// Presses the button of a question before something grave.
const confirm = page => Promise.all([page.waitForNavigation(), page.locator('main form.confirm button[type=submit]').click()]);
// Answers the question about the own profile.
const sayYes = page => Promise.all([page.waitForNavigation(), page.locator('main button[name=answer][value=yes]').click()]);
// Asks for a one-time code with an address that nobody has.
const askForCode = async page => {
    await page.fill('main input[type=email]', 'ingen@demo.example');
    await send(page);
};
// A word that no occupation has, sent with Enter: what is said at the field and in the summary.
const enterWrongWork = async page => {
    const field = page.locator('#fresh input[type=text]').first();
    await field.fill('butikkmedarb');
    await page.locator('#fresh input[name$=_to]').fill('13.2010');
    await Promise.all([page.waitForNavigation(), page.locator('#fresh input[name$=_to]').press('Enter')]);
};

// Sends in a CV; the last part of its list is opened.
const sendCv = name => async page => {
    await page.setInputFiles('main input[type=file]', new URL(`../fuzz/corpus/cv/${name}`, import.meta.url).pathname);
    await Promise.all([page.waitForNavigation(), page.locator('main form[enctype] button[type=submit]').click()]);
    for (const summary of await page.locator('.cv-left summary').all())
        await summary.click();
};

export const pages = [
    {route: 'home', as: everybody, path: '/'},
    {route: 'home', name: 'begin', as: ['office', 'adviser'], path: '/', act: async page => {
        if (page.viewportSize().width >= 768)
            await page.locator('.fresh summary').click();
    }},
    {route: 'home', name: 'not-found', as: ['public', 'adviser'], path: '/no/such/page', status: 404},
    {route: 'home', name: 'refused', as: ['candidate'], path: '/employers', status: 403},

    {route: 'login', as: ['public'], path: '/login'},
    {route: 'login', name: 'problems', as: ['public'], path: '/login', act: send},
    {route: 'account', as: ['adviser', 'candidate'], path: '/account'},
    {route: 'account_password', as: ['adviser'], path: '/account/password'},
    {route: 'account_password', name: 'problems', as: ['adviser'], path: '/account/password', act: send},

    {route: 'needs', as: stating, path: '/needs'},
    {route: 'needs', name: 'none-found', as: ['adviser'], path: '/needs?q=qqqq'},
    {route: 'need_new', as: ['adviser', 'employer'], path: '/needs/new'},
    {route: 'need_new', name: 'problems', as: ['adviser'], path: '/needs/new', act: send},
    {route: 'need', as: stating, via: ['/needs?state=open', need]},
    {route: 'need', name: 'draft', as: ['adviser'], via: ['/needs?state=draft', need]},
    {route: 'need', name: 'filled', as: ['adviser'], via: ['/needs?state=filled', need]},
    {route: 'need_explanation', as: ['adviser'], via: ['/needs?state=open', need, /^\/needs\/\d+\/candidates\/\d+$/]},
    {route: 'asks', as: staff, path: '/asks'},
    {route: 'asks', name: 'by-us', as: staff, path: '/asks?side=by-us'},
    {route: 'need', name: 'asked', as: ['office'], via: ['/needs?state=open', need], act: async page => { // each of the others
        while (await page.locator('form[action$="/asks"] button').count() > 0)
            await Promise.all([page.waitForNavigation(), page.locator('form[action$="/asks"] button').first().click()]);
    }},
    {route: 'need', name: 'ticked', as: ['adviser'], via: ['/needs?state=open', need], then: '?tick=all'},
    {route: 'need', name: 'nobody-ticked', as: ['adviser'], via: ['/needs?state=open', need],
        act: page => Promise.all([page.waitForNavigation(), page.locator('#start-referrals button').click()])},
    {route: 'need', name: 'there-already', as: ['adviser'], via: ['/needs?state=open', need], act: async page => {
        // What somebody else has started meanwhile is sent again, from a page that does not know of it.
        const person = await page.locator('input[name=person]').first().getAttribute('value');
        for (const again of [false, true]) {
            await page.evaluate(([value, fresh]) => {
                const field = document.createElement('input');
                Object.assign(field, {type: 'hidden', name: 'person', value});
                const form = document.getElementById('start-referrals');
                form.append(field);
                if (fresh)
                    form.querySelector('[name=once]').remove();
            }, [person, again]);
            await Promise.all([page.waitForNavigation(), page.locator('#start-referrals button').click()]);
        }
    }},
    {route: 'need_close', name: 'change', as: ['office'], via: ['/needs?state=open', need, /\/close\?to=draft$/]},
    {route: 'need_close', as: ['office'], via: ['/needs?state=open', need, /\/close\?to=filled$/]},
    {route: 'need_basics', as: ['office'], via: ['/needs?state=draft', need], then: '/edit'},
    {route: 'need_place', as: ['office'], via: ['/needs?state=draft', need], then: '/edit/place'},
    {route: 'need_requirements', as: ['office'], via: ['/needs?state=draft', need], then: '/edit/requirements'},
    {route: 'need_requirements', name: 'language', as: ['office'], via: ['/needs?state=draft', need],
        then: '/edit/requirements?add=language'},
    {route: 'need_requirements', name: 'licence', as: ['office'], via: ['/needs?state=draft', need],
        then: '/edit/requirements?add=licence'},
    {route: 'need_review', as: ['office'], via: ['/needs?state=draft', need], then: '/edit/review'},

    {route: 'presented_list', as: ['employer'], path: '/presented'},
    {route: 'presented', as: ['employer'], via: ['/presented', /^\/presented\/\d+$/]},
    {route: 'presented', name: 'problems', as: ['employer'], via: ['/presented', /^\/presented\/\d+$/],
        act: async page => {
            await page.locator('input[value=not-relevant]').check();
            await Promise.all([page.waitForNavigation(), page.locator('#answer form button[type=submit]').click()]);
        }},
    {route: 'presented_interviews', as: ['employer'], via: ['/presented', /^\/presented\/\d+$/], then: '/interviews'},
    {route: 'presented_interviews', name: 'problems', as: ['employer'], via: ['/presented', /^\/presented\/\d+$/],
        then: '/interviews', act: async page => {
            await Promise.all([page.waitForNavigation(), page.locator('main form[data-guard] button[type=submit]').click()]);
        }},
    {route: 'referral_interviews', as: ['adviser'], via: ['/referrals', /^\/referrals\/\d+$/], then: '/interviews'},

    {route: 'candidate_list', as: staff, path: '/candidates'},
    {route: 'candidate_list', name: 'none-found', as: ['adviser'], path: '/candidates?q=qqqq'},
    {route: 'candidate_list', name: 'ended', as: ['adviser'], path: '/candidates?show=ended&sort=newest'},
    {route: 'candidate_list', name: 'filtered', as: ['adviser'],
        path: '/candidates?has=language:nor:speaking:B1&has=time:evening&has=share:50-100&has=licence:B&least=documented&any=1&elsewhere=no&sort=met'},
    {route: 'candidate_list', name: 'filter-problems', as: ['adviser'], path: '/candidates?add_skill=tryllekunst&add_share_most=150&add_free=1.1.2095'},
    {route: 'candidate_list', name: 'long-chips', as: ['adviser'],
        path: '/candidates?has=occupation:9112:12&has=occupation:8322:120&has=language:nor:speaking:B1&any=1&least=recognised'},
    {route: 'candidate_list', name: 'left-out', as: ['adviser'], path: `/candidates?has=licence:zzz&has=occupation:${'9'.repeat(60)}:12`},
    {route: 'candidate_list', name: 'no-proof', as: ['adviser'], path: '/candidates?has=licence:B&least=recognised'},
    {route: 'candidate_list', name: 'beyond', as: ['adviser'], path: '/candidates?after=1&seen=1&shown=5000'},
    {route: 'enrol', as: ['adviser'], path: '/candidates/new'},
    {route: 'enrol', name: 'problems', as: ['adviser'], path: '/candidates/new', act: send},
    {route: 'person_show', as: ['adviser'], via: ['/candidates', candidate]},
    {route: 'person_contact', as: ['adviser'], via: ['/candidates', candidate], then: '/contact'},
    {route: 'person_end', as: ['adviser'], via: ['/candidates', candidate], then: '/end'},
    {route: 'person_delete', as: ['adviser'], via: ['/candidates', candidate], then: '/delete'},
    {route: 'person_separate', as: ['adviser'], via: ['/candidates', candidate], then: '/separate'},
    {route: 'person_login', as: ['adviser'], via: ['/candidates', candidate], then: '/login'},
    ...['work', 'languages', 'education', 'skills', 'availability', 'review'].map(step => ({
        route: 'profile_step', name: step, as: ['adviser'], via: ['/candidates', candidate], then: `/edit/${step}`})),
    {route: 'profile_step', name: 'problems', as: ['adviser'], via: ['/candidates', candidate], then: '/edit/work', act: enterWrongWork},
    {route: 'cv', as: ['adviser'], via: ['/candidates', candidate], then: '/cv'},
    {route: 'cv', name: 'read', as: ['adviser'], via: ['/candidates', candidate], then: '/cv', act: sendCv('europass-3.xml')},
    {route: 'cv', name: 'problems', as: ['adviser'], via: ['/candidates', candidate], then: '/cv', act: sendCv('version.xml')},
    {route: 'my_cv', as: ['candidate'], path: '/me/cv'},
    {route: 'my_cv', name: 'read', as: ['candidate'], path: '/me/cv', act: sendCv('resume.json')},
    {route: 'me', as: ['candidate'], path: '/me'},
    {route: 'me_question', as: ['candidate'], via: ['/me', /^\/me\/questions\/\d+$/]},
    {route: 'me_question', name: 'answered', as: ['candidate'], via: ['/me', /^\/me\/questions\/\d+$/], act: sayYes},
    {route: 'me_proposal', as: ['candidate'], via: ['/me', /^\/me\/proposals\/\d+$/]},
    {route: 'me_background', as: ['candidate'], path: '/me/background'},
    {route: 'me_background', name: 'problems', as: ['candidate'], path: '/me/background', act: send},
    {route: 'background_paper', as: ['adviser'], via: ['/candidates', candidate], then: '/background'},
    {route: 'code_ask', as: ['public'], path: '/login/by-code'},
    {route: 'code_ask', name: 'problems', as: ['public'], path: '/login/by-code', act: send},
    {route: 'code_ask', name: 'sent', as: ['public'], path: '/login/by-code', act: askForCode},
    {route: 'code_handed', as: ['public'], path: '/login/by-code/handed'},
    {route: 'code_handed', name: 'problems', as: ['public'], path: '/login/by-code/handed', act: send},
    {route: 'code_enter', as: ['public'], path: '/login/by-code/enter'},
    {route: 'code_hand', as: ['adviser'], via: ['/candidates', candidate], then: '/code'},
    {route: 'code_hand', name: 'made', as: ['adviser'], via: ['/candidates', candidate], then: '/code', act: confirm},
    {route: 'me_delete', as: ['candidate'], path: '/me/delete'},

    {route: 'referral_list', as: staff, path: '/referrals'},
    {route: 'referral_list', name: 'board', as: staff, path: '/referrals?view=board&show=all'},
    {route: 'referral_list', name: 'none-found', as: ['adviser'], path: '/referrals?work=trial&outcome=hired&mine=1&due=1&show=all'},
    {route: 'referral_list', name: 'problems', as: ['adviser'], path: '/referrals?employer_name=qqqq'},
    {route: 'referral_show', as: staff, via: ['/referrals', referral]},
    {route: 'referral_show', name: 'presented', as: ['adviser'], via: ['/referrals?outcome=presented', referral]},
    {route: 'referral_show', name: 'hired', as: ['adviser'], via: ['/referrals?outcome=hired&show=all', referral]},
    {route: 'referral_show', name: 'ended', as: ['adviser'], via: ['/referrals?work=not-relevant&show=all', referral]},
    {route: 'referral_show', name: 'problems', as: ['adviser'], via: ['/referrals?work=considered', referral],
        act: page => Promise.all([page.waitForNavigation(), page.locator('form[action$="/next"] button[type=submit]').first().click()])},
    {route: 'employer_list', name: 'filtered', as: ['office'],
        path: '/employers?q=a&stage=met&stage=hiring&size=20-49&owner=none&from=2016-01-01&col=orgnr&col=industry&col=owner&sort=contact'},
    {route: 'view_list', as: staff, path: '/views'},
    {route: 'view_list', name: 'removed', as: ['office'], via: ['/views', /^\/views\/\d+\/edit$/], act: page =>
        Promise.all([page.waitForNavigation(), page.locator('main form[action$="/remove"] button').click()])},
    {route: 'view_edit', as: ['office'], via: ['/views', /^\/views\/\d+\/edit$/]},
    {route: 'view_edit', name: 'problems', as: ['office'], via: ['/views', /^\/views\/\d+\/edit$/], act: async page => {
        await page.fill('#f-name', '');
        await send(page);
    }},
    {route: 'bulk_new', as: ['office'], path: '/bulk/new?change=stage&which=all&words=size%3D20-49'},
    {route: 'bulk_new', name: 'owner', as: ['office'], path: '/bulk/new?change=owner&which=all&words=stage%3Dmet'},
    {route: 'bulk_new', name: 'network', as: ['office'], path: '/bulk/new?change=join&which=all&words=stage%3Dmet'},
    {route: 'bulk_new', name: 'nobody', as: ['office'], path: '/bulk/new?change=join&which=chosen&words='},
    {route: 'bulk_new', name: 'problems', as: ['office'], path: '/bulk/new?change=stage&which=all&words=q%3Dkaf', act: async page => {
        await page.selectOption('#f-stage', 'declined');
        await send(page);
    }},
    {route: 'bulk_new', name: 'done', as: ['office'], path: '/bulk/new?change=owner&which=all&words=size%3D100-249', act: send},
    {route: 'bulk_new', name: 'task', as: ['office'], path: '/bulk/new?change=task&which=all&words=stage%3Dmet', act: send},
    {route: 'bulk_new', name: 'activity', as: ['office'], path: '/bulk/new?change=activity&which=all&words=stage%3Dmet', act: async page => {
        await page.fill('#f-day', '');
        await send(page);
    }},
    {route: 'bulk_new', name: 'tasks-made', as: ['office'], path: '/bulk/new?change=task&which=all&words=size%3D250-', act: async page => {
        await page.fill('#f-what', 'Ring før messen');
        await send(page);
    }},
    {route: 'duplicates', as: ['office'], path: '/duplicates'},
    {route: 'duplicates_apart', name: 'none', as: ['office'], path: '/duplicates/apart'},
    {route: 'hires', as: ['office', 'adviser', 'employer'], path: '/hires'},
    {route: 'hires', name: 'none-found', as: ['office'], path: '/hires?state=confirmed&course=ended&unposted=1&employer=1'},
    {route: 'hire_new', as: ['adviser', 'employer'], path: '/hires/new'},
    {route: 'hire_new', name: 'problems', as: ['adviser', 'employer'], path: '/hires/new', act: send},

    {route: 'hire', as: ['office', 'adviser', 'employer'], via: ['/hires?state=confirmed', hire]},
    {route: 'hire', name: 'reported', as: ['adviser'], via: ['/hires?state=reported', hire]},
    {route: 'hire', name: 'unposted', as: ['office', 'adviser', 'employer'], via: ['/hires?unposted=1', hire]},
    {route: 'hire_correct', as: ['adviser', 'employer'], via: ['/hires?state=confirmed', hire], then: '/correct'},
    {route: 'hire_correct', name: 'problems', as: ['office'], via: ['/hires?state=confirmed&unposted=1', hire], then: '/correct', act: send},
    {route: 'hire_take_back', as: ['adviser'], via: ['/hires?state=confirmed', hire], then: '/take-back'},
    {route: 'hire_take_back', name: 'problems', as: ['office'], via: ['/hires?state=confirmed', hire], then: '/take-back', act: send},
    {route: 'hire_end', as: ['adviser', 'employer'], via: ['/hires?state=confirmed&course=on', hire], then: '/end'},
    {route: 'hire_end', name: 'problems', as: ['office'], via: ['/hires?state=confirmed&course=on', hire], then: '/end', act: send},
    {route: 'hire_name', as: ['adviser'], via: ['/hires?unposted=1', hire], then: '/person'},
    {route: 'hire_name', name: 'problems', as: ['adviser'], via: ['/hires?unposted=1', hire], then: '/person', act: send},
    {route: 'checkins', as: ['office', 'adviser', 'employer', 'candidate'], path: '/checkins'},
    {route: 'checkin', as: ['adviser', 'employer'], via: ['/checkins', /^\/checkins\/\d+$/]},
    {route: 'checkin', name: 'problems', as: ['adviser'], via: ['/checkins', /^\/checkins\/\d+$/], act: send},

    {route: 'employer_list', as: staff, path: '/employers'},
    {route: 'employer_list', name: 'filtered', as: ['office'], path: '/employers?stage=taking-part&stage=hiring&sort=employees&dir=down'},
    {route: 'employer_list', name: 'none-found', as: ['office'], path: '/employers?q=qqqq&pledge=1'},
    {route: 'employer_list', name: 'own', as: ['employer'], path: '/employers'},
    {route: 'employer_show', as: staff, via: ['/employers', employer]},
    {route: 'employer_new', as: ['office'], path: '/employers/new'},
    {route: 'employer_new', name: 'problems', as: ['office'], path: '/employers/new', act: send},
    {route: 'employer_edit', as: ['office'], via: ['/employers', employer], then: '/edit'},
    {route: 'employer_stage', as: staff, via: ['/employers', employer], then: '/stage'},
    {route: 'employer_stage', name: 'problems', as: ['office'], via: ['/employers', employer], then: '/stage', act: async page => {
        await page.check('input[name=stage][value=declined]');
        await send(page);
    }},
    {route: 'employer_pledge', as: staff, via: ['/employers?pledge=1', employer], then: '/pledge'},
    {route: 'employer_told', as: ['office'], via: ['/employers?sort=employees&dir=down', employer], then: '/told'},
    {route: 'employer_told', as: ['employer'], via: ['/employers', /^\/employers\/\d+\/told$/]},
    {route: 'networks', as: staff, path: '/networks'},
    {route: 'network_new', as: ['office'], path: '/networks/new'},
    {route: 'network_new', name: 'problems', as: ['office'], path: '/networks/new', act: send},
    {route: 'network', as: staff, via: ['/networks', /^\/networks\/\d+$/]},
    {route: 'network', name: 'taken-out', as: ['office'], via: ['/networks', /^\/networks\/\d+$/], act: async page => {
        await page.locator('main input[name=employer]').first().check();
        await Promise.all([page.waitForNavigation(), page.locator('#members button').click()]);
    }},
    {route: 'network', name: 'nobody-ticked', as: ['office'], via: ['/networks', /^\/networks\/\d+$/],
        act: page => Promise.all([page.waitForNavigation(), page.locator('#members button').click()])},
    {route: 'network_edit', as: ['office'], via: ['/networks', /^\/networks\/\d+$/], then: '/edit'},
    {route: 'network_members_new', as: ['office'], via: ['/networks', /^\/networks\/\d+$/], then: '/members'},
    {route: 'network_members_new', name: 'found', as: ['office'], via: ['/networks', /^\/networks\/\d+$/], then: '/members?q=as'},
    {route: 'introduction_new', as: ['office'], via: ['/employers?stage=taking-part', employer], then: '/introductions/new'},
    {route: 'introduction_new', name: 'problems', as: ['office'], via: ['/employers?stage=taking-part', employer], then: '/introductions/new', act: send},
    {route: 'introduction', as: ['office'], via: ['/employers?stage=taking-part', employer, /^\/introductions\/\d+$/]},
    {route: 'agencies', as: staff, path: '/agencies'},
    {route: 'agency', as: staff, via: ['/agencies', /^\/agencies\/\d+$/]},
    {route: 'agency_contact_new', as: ['adviser'], via: ['/agencies', /^\/agencies\/\d+$/, /^\/agencies\/\d+\/contacts\/new$/]},
    {route: 'contact_new', as: ['office'], via: ['/employers', employer], then: '/contacts/new'},
    {route: 'contact_new', name: 'problems', as: ['office'], via: ['/employers', employer], then: '/contacts/new', act: send},
    {route: 'contact_new', name: 'own', as: ['employer'], via: ['/employers', /^\/employers\/\d+\/contacts\/new$/]},
    {route: 'contact', as: ['office'], via: ['/employers', employer, /^\/contacts\/\d+$/]},
    {route: 'contact', name: 'own', as: ['employer'], via: ['/employers', /^\/contacts\/\d+$/]},
    {route: 'workplace_new', as: ['office'], via: ['/employers', employer], then: '/workplaces/new'},
    {route: 'workplace_edit', as: ['office'], via: ['/employers', employer, /^\/employers\/\d+\/workplaces\/\d+$/]},

    {route: 'events', as: ['office'], path: '/events'},
    {route: 'events', name: 'filtered', as: ['office'], path: '/events?state=held&kind=seminar'},
    {route: 'events', name: 'none-found', as: ['office'], path: '/events?q=qqqq'},
    {route: 'event', as: ['office'], via: ['/events?state=held', /^\/events\/\d+$/]},
    {route: 'event', name: 'coming', as: ['office'], via: ['/events?state=published', /^\/events\/\d+$/], then: '?group=waiting'},
    {route: 'event', name: 'draft', as: ['office'], via: ['/events?state=draft', /^\/events\/\d+$/]},
    {route: 'event_employers', as: ['office'], via: ['/events?state=held', /^\/events\/\d+$/], then: '/employers'},
    {route: 'event_new', as: ['office'], path: '/events/new'},
    {route: 'event_new', name: 'problems', as: ['office'], path: '/events/new', act: send},
    {route: 'event_edit', as: ['office'], via: ['/events?state=published', /^\/events\/\d+$/], then: '/edit'},
    {route: 'event_cancel', as: ['office'], via: ['/events?state=published', /^\/events\/\d+$/], then: '/cancel'},
    {route: 'event_invite', as: ['office'], via: ['/events?state=published', /^\/events\/\d+$/], then: '/invite?q=demo'},
    {route: 'event_invite', name: 'plan', as: ['office'], via: ['/events?state=published', /^\/events\/\d+$/], then: '/invite?employers=&per=all'},
    {route: 'attendance', as: ['office'], via: ['/events?state=held', /^\/events\/\d+$/], then: '/attendance'},
    {route: 'attendance', name: 'not-open', as: ['office'], via: ['/events?state=published', /^\/events\/\d+$/], then: '/attendance'},
    {route: 'attendance', name: 'problems', as: ['office'], via: ['/events?state=held', /^\/events\/\d+$/], then: '/attendance',
        act: page => Promise.all([page.waitForNavigation(), page.locator('.walk-in button[type=submit]').click()])},
    {route: 'public_events', as: ['public', 'employer'], path: '/public/events'},
    {route: 'public_event', as: ['public'], via: ['/public/events', /^\/public\/events\/\d+$/]},
    {route: 'public_event', name: 'problems', as: ['public'], via: ['/public/events', /^\/public\/events\/\d+$/], act: send},
    {route: 'public_event', name: 'sent', as: ['public'], via: ['/public/events', /^\/public\/events\/\d+$/], then: '?sent=1'},
    {route: 'rsvp', name: 'gone', as: ['public'], path: '/rsvp', status: 404},
    {route: 'confirm_sign_up', name: 'gone', as: ['public'], path: '/confirm-sign-up', status: 404},

    {route: 'users', as: ['employer'], path: '/users'},
    {route: 'users', name: 'problems', as: ['employer'], path: '/users', act: send},
    {route: 'employer_users', as: ['office'], via: ['/employers', employer, /^\/employers\/\d+\/users$/]},
    {route: 'invite', name: 'gone', as: ['public'], path: '/invite', status: 404},

    {route: 'search', as: ['office', 'adviser', 'employer', 'candidate'], path: '/search?q=as'},
    {route: 'search', name: 'begin', as: ['adviser'], path: '/search'},
    {route: 'search', name: 'none', as: ['adviser', 'employer'], path: '/search?q=qzvjpq'},
    {route: 'search', name: 'group', as: ['office'], path: '/search?q=as&in=employers'},

    {route: 'what_works', as: ['office'], path: '/results/what-works'},
    {route: 'what_works', name: 'empty', as: ['office'], path: '/results/what-works?from=01.02.2016&to=01.02.2016'},
    {route: 'outbox', as: ['office'], path: '/outbox'},
    {route: 'outbox', name: 'filtered', as: ['office'], path: '/outbox?state=refused&state=returned'},
    {route: 'letters', as: everybody, path: '/letters'},
    {route: 'letter', as: ['public', 'office', 'employer'], via: ['/letters', /^\/letters\/\d+-\d+$/]},
    {route: 'letter_new', as: ['office'], path: '/letters/new'},
    {route: 'letter_new', name: 'problems', as: ['office'], path: '/letters/new', act: send},
    {route: 'letter_draft', as: ['office'], via: ['/letters', /^\/letters\/drafts\/\d+$/]},
    {route: 'letter_draft', name: 'published', as: ['office'], via: ['/letters', /^\/letters\/\d+-\d+$/, /^\/letters\/drafts\/\d+$/]},
    {route: 'letter_edit', as: ['office'], via: ['/letters', /^\/letters\/drafts\/\d+$/], then: '/edit'},
    {route: 'holds', as: ['office'], path: '/outbox/holds'},
    {route: 'unsubscribe', name: 'gone', as: ['public', 'office'], path: '/unsubscribe', status: 404},
    {route: 'mailings', as: ['office'], path: '/mailings'},
    {route: 'mailing', as: ['office'], via: ['/mailings', mailing]},
    {route: 'mailing_new', as: ['office'], path: '/mailings/new'},
    {route: 'mailing_new', name: 'problems', as: ['office'], path: '/mailings/new', act: send},
    {route: 'mailing_new', name: 'of-a-list', as: ['office'], path: '/mailings/new?query=stage%3Dmet'},
    {route: 'mailing_audience', as: ['office'], via: ['/mailings', mailing], then: '/audience'},
    {route: 'mailing_text', as: ['office'], via: ['/mailings', mailing], then: '/text'},
    {route: 'mailing_preview', as: ['office'], via: ['/mailings', mailing], then: '/preview'},
    {route: 'mailing_send', as: ['office'], via: ['/mailings', mailing], then: '/send'},
    {route: 'surveys', as: ['office'], path: '/surveys'},
    {route: 'survey', name: 'draft', as: ['office'], via: ['/surveys?state=draft', survey]},
    {route: 'survey', name: 'open', as: ['office'], via: ['/surveys?state=open', survey]},
    {route: 'survey', name: 'closed', as: ['office'], via: ['/surveys?state=closed', survey]},
    {route: 'survey', name: 'of-a-kind', as: ['office'], via: ['/surveys?state=closed', survey], then: '?kind=voluntary'},
    {route: 'survey_new', as: ['office'], path: '/surveys/new'},
    {route: 'survey_new', name: 'problems', as: ['office'], path: '/surveys/new', act: send},
    {route: 'survey_edit', as: ['office'], via: ['/surveys?state=draft', survey], then: '/edit'},
    {route: 'survey_asked', as: ['office'], via: ['/surveys?state=closed', survey], then: '/asked'},
    {route: 'survey_asked', name: 'waiting', as: ['office'], via: ['/surveys?state=open', survey], then: '/asked?show=waiting'},
    {route: 'survey_one', as: ['office'], via: ['/flags', flag, /^\/surveys\/answers\/\d+$/]},
    {route: 'survey_one_delete', as: ['office'], via: ['/flags', flag, /^\/surveys\/answers\/\d+$/], then: '/delete'},
    {route: 'question_sets', as: ['office'], path: '/question-sets'},
    {route: 'question_set', name: 'open', as: ['office'], via: ['/question-sets', questionSet]},
    {route: 'question_set', name: 'frozen', as: ['office'], via: ['/surveys?state=closed', survey, questionSet]},
    {route: 'question_set_new', as: ['office'], path: '/question-sets/new'},
    {route: 'question_set_names', as: ['office'], via: ['/question-sets', questionSet], then: '/names'},
    {route: 'question_set_preview', as: ['office'], via: ['/question-sets', questionSet], then: '/preview'},
    {route: 'question_new', as: ['office'], via: ['/question-sets', questionSet], then: '/questions/new?kind=several'},
    {route: 'question_new', name: 'problems', as: ['office'], via: ['/question-sets', questionSet], then: '/questions/new?kind=one', act: send},
    {route: 'question', as: ['office'], via: ['/question-sets', questionSet, /^\/question-sets\/\d+\/questions\/\d+$/]},
    {route: 'flags', as: ['office'], path: '/flags'},
    {route: 'flags', name: 'cleared', as: ['office'], path: '/flags?show=cleared'},
    {route: 'flags', name: 'none', as: ['office'], path: '/flags?kind=no-contact'},
    {route: 'flag', name: 'hint', as: ['office'], via: ['/flags?kind=call', flag]},
    {route: 'flag', name: 'misunderstanding', as: ['office'], via: ['/flags?kind=misunderstanding', flag]},
    {route: 'flag', name: 'cleared', as: ['office'], via: ['/flags?show=cleared', flag]},
    {route: 'survey_answer', name: 'gone', as: ['public'], path: '/survey', status: 404},
    {route: 'guidance', as: everybody, path: '/guidance'},
    {route: 'imports', as: ['office'], path: '/imports'},
    {route: 'import_new', as: ['office'], path: '/imports/new/employers'},
    {route: 'import_new', name: 'contacts', as: ['office'], path: '/imports/new/contacts'},
    {route: 'import_new', name: 'problems', as: ['office'], path: '/imports/new/jobs', act: send},
    {route: 'settings', as: staff, path: '/settings'},
    {route: 'classifications', as: staff, path: '/settings/classifications'},
    {route: 'programme_edit', as: ['office'], path: '/settings/programme'},
    {route: 'agency_new', as: ['office'], path: '/settings/agencies/new'},
    {route: 'agency_edit', as: ['office'], via: ['/settings', /^\/settings\/agencies\/\d+$/]},

    {route: 'activities', as: staff, path: '/activities'},
    {route: 'activities', name: 'filtered', as: ['office'], path: '/activities?kind=call&outcome=no-answer&from=2016-01-01&dir=up'},
    {route: 'activities', name: 'none-found', as: ['adviser'], path: '/activities?outcome=will-state-need&kind=note'},
    {route: 'activity_bin', as: ['office'], path: '/activities/bin'},
    {route: 'activity', as: staff, via: ['/activities', activity]},
    {route: 'activity', name: 'planned', as: ['office'], via: ['/activities?state=planned', activity]},
    {route: 'activity_new', as: ['office'], path: '/activities/new'},
    {route: 'activity_new', name: 'for-employer', as: staff, via: ['/employers', employer, /^\/activities\/new\?employer=\d+$/]},
    {route: 'activity_new', name: 'problems', as: ['adviser'], path: '/activities/new', act: async page => {
        await page.fill('#f-day', '31.02.2016');
        await Promise.all([page.waitForNavigation(), page.locator('main form button[data-save]').click()]);
    }},
    {route: 'activity_new', name: 'others-in-contact', as: ['office'],
        via: ['/activities?kind=visit', activity, employer, /^\/activities\/new\?employer=\d+$/], act: async page => {
            await Promise.all([page.waitForNavigation(), page.locator('main form button[data-save]').click()]);
        }},
    {route: 'activity_edit', as: ['office'], via: ['/activities', activity, /^\/activities\/\d+\/edit$/]},
    {route: 'agenda', as: staff, path: '/activities/agenda'},
    {route: 'agenda', name: 'day', as: ['office'], path: '/activities/agenda?view=day&who=all'},
    {route: 'feed', as: ['adviser'], path: '/activities/feed'},
    {route: 'feed', name: 'running', as: ['office'], path: '/activities/feed',
        act: page => Promise.all([page.waitForNavigation(), page.locator('main form button').first().click()])},
    {route: 'tasks', as: staff, path: '/tasks'},
    {route: 'tasks', name: 'overdue', as: ['office'], path: '/tasks?show=overdue'},
    {route: 'tasks', name: 'none', as: ['adviser'], path: '/tasks?show=closed'},
    {route: 'task', as: ['office'], via: ['/tasks?show=all', task]},
    {route: 'task_edit', as: ['office'], via: ['/tasks?show=all', task], then: '/edit'},
    {route: 'task_new', as: ['adviser'], path: '/tasks/new'},
    {route: 'task_new', name: 'problems', as: ['adviser'], path: '/tasks/new', act: send},
    {route: 'employer_timeline', as: staff, via: ['/employers', employer], then: '/timeline'},
    {route: 'employer_timeline', name: 'own', as: ['employer'], via: ['/employers', /^\/employers\/\d+\/timeline$/]},
    {route: 'employer_timeline', name: 'one-kind', as: ['office'], via: ['/activities?kind=visit', activity, employer],
        then: '/timeline?kind=activity'},
    {route: 'agency_timeline', as: ['office'], via: ['/activities?kind=meeting', activity, /^\/agencies\/\d+\/timeline$/]},
];

// Pages that need a state made for them, and the test that makes it.
export const judgedElsewhere = {
    bulk: 'pages', duplicate: 'duplicates', merge: 'duplicates',
    account_codes: 'codes', account_recovery: 'codes', account_codes_off: 'codes', login_code: 'codes',
    import: 'imports', import_rows: 'imports', import_faults: 'imports',
    classification: 'classes',
    users_invite_link: 'invites', user_disable: 'invites',
    classification: 'classes', outbox_notice: 'outbox',
    interview_change: 'interviews', me_interview: 'interviews',
};

// GET routes that answer with something else than a page.
export const noPages = [
    'survey_csv', 'survey_xlsx',
    'event_guests_csv', 'event_guests_xlsx', 'public_event_calendar', 'rsvp_calendar',
    'hires_csv',
    'what_works_csv', 'what_works_rows',
    'letter_feed', 'letter_pdf', 'letter_preview_pdf',
    'interview_calendar',
    'calendar_feed',
    'health',
    'suggest',
    'needs_csv',
    'employer_csv',
    'person_export',
    'me_export',
    'need_explanation_json',
    'import_faults_csv',
    'import_lines_csv',
    'invite_follow',
    'referral_csv', 'referral_xlsx', 'employer_xlsx', 'contacts_csv', 'contacts_xlsx', 'needs_xlsx', 'hires_xlsx',
    'link_follow',
    'referral_csv',
    'health', 'suggest', 'needs_csv', 'employer_csv', 'person_export', 'me_export', 'need_explanation_json',
    'import_faults_csv', 'import_lines_csv', 'invite_follow', 'referral_csv',
];
