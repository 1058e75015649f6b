/** The playground's markup; client/webview/ fills it. */
export const playgroundBody = `<main>
<header>
<h1 id="title"></h1>
<div id="image"></div>
</header>
<dl id="rules"></dl>
<div id="problem" role="status"></div>
<div id="outcome" role="status"></div>
<div id="funnel" role="status"></div>
<div id="stages" role="group" aria-label="Tags by stage"></div>
<div id="fields">
<label>Find <input id="find" type="search" spellcheck="false" placeholder="part of a tag"></label>
<label>Why not <input id="tried" type="text" spellcheck="false" placeholder="a tag, listed or not"></label>
<span id="total" role="status"></span>
</div>
<div id="fate" role="status"></div>
<div id="list" role="table" aria-label="Tags" tabindex="0">
<div class="row header" role="row" aria-rowindex="1">
<span role="columnheader">tag</span>
<span role="columnheader">stage</span>
<span role="columnheader" class="key">extracted</span>
<span role="columnheader" class="date">made</span>
<span role="columnheader">why</span>
</div>
<div id="space" role="rowgroup"><div id="rows" role="presentation"></div></div>
</div>
</main>`
