"""What web pages and agencies put around prose: leftovers, captions, credits.

The phrases are general ones of each language; a list is matched at a line's begin, never inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefing.patterns import rare

# --- leftovers -----------------------------------------------------------------------------------------------

# Lines that begin so are furniture however they go on.
_STARTS = """
leave a reply|leave a comment|cancel reply|post a comment|add a comment|join the conversation|join the discussion
view comments|your email address will not|required fields are marked|save my name, email|notify me of
comments are closed|logged in as|you must be logged in|read more|read also|read next|read the full|read or share
also read|see also|see more|learn more|click here|click to|watch:|watch also|watch more|watch the video|more:
more on this|for more news|for more information|for more coverage|related article|related post
related news|related content|related topic|related link|related:|recommended:|recommended for you|you may also like
you might also like|editor's pick|editors' pick|don't miss:|in case you missed|story continues below
article continues below|continue reading|scroll down for|loading...|advertisement continue|sponsored content
paid content|sign up for|sign up to|sign in to|log in to|subscribe to|subscribe now|subscribe for
already a subscriber|thank you for subscribing|get daily|get our|get the latest|get breaking news|stay up to date
follow us on|follow @|follow him on|follow her on|follow them on|follow the author|find us on
like us on|join us on|download the app|download our app|share this|share on|share via|share article|share your
email this|print this|copy link|send us your|support our journalism|donate now|we use cookies|this site uses
this website uses|our site uses|by continuing to use|by continuing to browse|by clicking|accept all|accept cookies
cookie policy|cookie settings|cookie notice|manage cookies|privacy policy|terms of use|terms of service
terms and conditions|all rights reserved|©|(c) 19|(c) 20|copyright ©|copyright (c)|copyright 19|copyright 20
not for syndication|this material may not be|our standards:|disclaimer:|editor's note|editors' note|editor’s note
correction:|corrections:|this article was originally|this story was originally|this article originally
this story originally|this article first|this story first|this article has been updated|this story has been updated
this post has been|this is a developing story|this article was amended|information from:|with reporting by
with files from|the associated press contributed|(with inputs|(with agency|(with files|(this story|tags:|tagged:
topics:|keywords:|filed under|categories:|category:|source:|sources:|via:|image credits|photo credits|most read in
please enable javascript|enable javascript|your browser does|media playback|listen to this article
for immediate release|office of the press secretary|lire aussi|lire la suite|à lire aussi|a lire aussi|abonnez-vous
partager sur|partager cet|crédit photo|tous droits réservés|laisser un commentaire|inscrivez-vous|suivez-nous
lesen sie auch|lesen sie mehr|mehr zum thema|alle rechte vorbehalten|hinterlasse einen|schreibe einen kommentar
jetzt abonnieren|leer más|lea también|lea además|le puede interesar|te puede interesar|suscríbete|compartir en
deja un comentario|deja una respuesta|todos los derechos reservados|leggi anche|leggi tutto|condividi su
tutti i diritti riservati|lascia un commento|iscriviti|leia mais|leia também|saiba mais|todos os direitos reservados
deixe um comentário|lees ook|lees meer|alle rechten voorbehouden|читайте также|читать далее|читайте нас
подписывайтесь|все права защищены|материалы по теме|читайте також|читати далі|підписуйтесь|усі права захищені
čtěte také|čtěte více|všechna práva vyhrazena|czytaj też|czytaj także|czytaj więcej|zobacz też
wszelkie prawa zastrzeżone|διαβάστε επίσης|διαβάστε ακόμη|όλα τα δικαιώματα|اقرأ أيضا|اقرأ أيضًا|إقرأ أيضا
جميع الحقوق محفوظة|קראו גם|קראו עוד|כל הזכויות שמורות|यह भी पढ़ें|ये भी पढ़ें
相关阅读|相关新闻|责任编辑|责编|编辑：|阅读更多|版权所有|延伸阅读
来源：|関連記事|無断転載|続きを読む|あわせて読みたい
fehler gefunden|lesen sie hier|lesen sie dazu|das könnte sie auch|auch interessant:|newsletter:|voir aussi
lire également|sur le même sujet|lee también|lee más|sigue leyendo|también te puede|te recomendamos|síguenos en
potrebbe interessarti|seguici su|bekijk ook|смотрите также|подпишитесь на|дивіться також|підпишіться на
przeczytaj też|przeczytaj także|przeczytaj również|läs också|läs mer|läs även|les også|les mer|læs også|læs mere
lue myös|lue lisää|přečtěte si také|přečtěte si|prečítajte si|citește și|citeşte şi|прочетете още|вижте още
pročitajte još|pročitajte i|baca juga|xem thêm|关键词：|（责任编辑|(责任编辑|（责编|(责编|（编辑
(编辑：|관련기사|관련 기사|おすすめ記事|この記事をシェア|اقرأ المزيد
"""
# Prose may begin so too: furniture only as a short line without an end.
_SHORT_STARTS = """
more from|more stories|more news|most popular|most read|trending|recommended stor|related stor|up next
previous article|next article|previous post|next post|back to top|jump to|skip to|sponsored|promoted|advertisement
posted in|posted by|published in|contact us|about us|support us|about the author|about the writer|about the reporter
reprints|listen now|download the|post comment|anzeige|mehr dazu|lees verder|deel dit|publié le|mis à jour|lire plus
подробнее|поделиться|реклама|поділитися|sdílet|udostępnij|شارك|تابعنا|שתפו|compartir|condividi|partager|teilen
"""


def _by_first_sign(phrases: str) -> dict[str, tuple[str, ...]]:
    """The phrases by their first character: a line is compared with the few that begin as it does."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in phrases.strip().replace("\n", "|").split("|"):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


_LEFTOVER_STARTS, _LEFTOVER_SHORT_STARTS = _by_first_sign(_STARTS), _by_first_sign(_SHORT_STARTS)
_SHORT_LINE = 6  # words
_SHARE_WORDS = frozenset(
    """facebook twitter x whatsapp linkedin email e-mail mail print share reddit telegram pinterest copy link messenger
    flipboard pocket tumblr viber tweet save savesave comment comments reply instagram youtube rss subscribe video photo
    photos image images gallery listen menu search home login register loading advertisement ad top tags related more
    next previous bookmark font size wechat weibo line post continue on by the and to this via""".split()
)
_TIME_WORDS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun today yesterday am pm a.m p.m noon midnight hrs hours hour ago min mins minute minutes read et est edt ct
    cst cdt mt mst mdt pt pst pdt gmt bst utc ist cet cest eet msk jst kst hkt sgt aest aedt nzst uk us a p m at on in
    last first updated published posted modified edited created date time of the st nd rd th new york london local
    """.split()
)
_TIME_TOKEN = re.compile(r"[^\W\d_][^\W\d_.]*(?:\.[a-z])?|\d+")
_UPDATED = rare(
    r"(?:last )?(?:updated|published|posted|modified)\b[\s:]*(?:on |at )?(?:[a-z]{3,9},? )?(?:[a-z]{3,9}\.? )?\d",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-z][\w.’'-]*"
_BYLINE_STARTS = ("By ", "BY ", "Von ", "Par ", "Por ", "Di ", "Door ", "От ", "Автор: ")
_DOMAINS = (".com", ".org", ".net", ".ca", ".co.uk", ".de", ".fr")
_BYLINE = rare(
    rf"(?:By|BY|Von|Par|Por|Di|Door|От|Автор:) {_NAME}(?: (?:and |[a-z]{{2,3}} )?{_NAME}){{1,5}}"
    rf"(?:[,|/] ?[\w. &/@-]{{2,40}})?$|{_NAME}(?: {_NAME}){{1,3}}, [\w-]+\.(?:com|org|net|ca|co\.uk|de|fr)$"
)
_AUTHOR_BOX = rare(
    rf"{_NAME}(?: {_NAME}){{1,2}} (?:(?:is|was) (?:an? |the )?[^.]{{0,60}}\b"
    r"(?:reporter|correspondent|staff writer|columnist"
    r"|contributing (?:writer|editor)|freelance|journalist|editor)\b|(?:covers|reports on|writes about) )"
)
_ADDRESS = rare(r"(?:\S{0,20}\s){0,2}(?:https?://|www\.)\S+$|\S+@\S+\.\w{2,}[.;]?$|e-?mail: \S+@", re.IGNORECASE)
_POST = rare(r"(?:pic\.twitter\.com/\S+|https?://t\.co/\S+|— .{2,60}\(@\w+\)).{0,40}$")
AGENCIES = (
    "AFP|AP|Reuters|REUTERS|Xinhua|ANI|PTI|IANS|UPI|EFE|dpa|DPA|ANSA|TASS|Tass|Interfax|RIA Novosti|Kyodo|Yonhap|KUNA"
    "|WAM|SPA|IRNA|CNN|BBC|NPR|CNA|Bloomberg|The Associated Press|Associated Press|Agence France-Presse"
    "|Agencies|RFE/RL|VOA|PA"
    "|EPA|Getty(?: Images)?|GETTY(?: IMAGES)?|UNI|ТАСС|РИА Новости|Интерфакс|رويترز|أ ف ب|ロイター|共同"
)
_AGENCY_STARTS = tuple(AGENCIES.replace("(?: Images)?", "").replace("(?: IMAGES)?", "").split("|"))
_CREDIT_LINE = rare(rf"[-–—(\[/ ]*(?:{AGENCIES})(?:[/, ]+(?:and )?(?:{AGENCIES}|[A-Z]{{2,5}}))*[)\]. ]*$")
_CREDITS = rare(
    r"\(?(?i:(?:additional )?(?:reporting|writing|editing|edited|compiled)(?: and (?:writing|editing))? by) [^\W\d_a-z]"
)
_COMMENTS_BEGIN = rare(
    r"leave a (?:reply|comment)|cancel reply|post a comment|\d+ comments?$|comments? \(\d+\)$|laisser un commentaire"
    r"|deja un",
    re.IGNORECASE,
)
_FOLLOW = rare(
    r"follow .{2,60} on (?:twitter|x|facebook|instagram|telegram|youtube)\b"
    r"|for more .{2,30} (?:coverage|news|stories):",
    re.IGNORECASE,
)
_MENTION = rare(r".{0,60} contributed (?:reporting )?to this (?:report|article|story|post)", re.IGNORECASE)


def opens_comments(text: str) -> bool:
    """Whether everything that follows is a form or the readers' own."""
    return len(text) <= 60 and _COMMENTS_BEGIN.match(text) is not None


def is_leftover(text: str, *, near_end: bool = False) -> bool:
    """Whether a line is furniture of a page; `near_end`: it is one of the last lines."""
    if _begins(text, _LEFTOVER_STARTS) or (" by " in text[:60].lower() and _CREDITS.match(text)):
        return len(text) <= 600
    return len(text) <= 300 and (any(test(text) for test in _TESTS) or (near_end and _is_author_box(text)))


def _begins(text: str, phrases: Mapping[str, tuple[str, ...]]) -> bool:
    begin = text[:60].casefold()
    return begin.startswith(phrases.get(begin[:1], ()))


def _is_short_start(text: str) -> bool:
    return _begins(text, _LEFTOVER_SHORT_STARTS) and text[-1] not in ".!?…。" and len(text.split()) <= _SHORT_LINE


def _has_no_word(text: str) -> bool:
    return not any(map(str.isalnum, text))


def _is_navigation(text: str) -> bool:
    """ "Home | News | Sport", or a row of a table: several short cells."""
    if text.count("|") < 2:
        return False
    cells = [cell for cell in text.split("|") if cell.strip()]
    return len(cells) >= 3 and all(len(cell.split()) <= 3 for cell in cells)


def _is_share_bar(text: str) -> bool:
    """ "Facebook Twitter Email", "Video", "12 Comments"."""
    return len(text) <= 120 and all(
        word.strip("+()|,.:•·/").casefold() in _SHARE_WORDS or word.strip("+()|,.").isdigit() for word in text.split()
    )


def _is_timestamp(text: str) -> bool:
    """Nothing but a date, a time and their words."""
    if len(text) > 120 or not any(map(str.isdecimal, text)):
        return False
    if len(text) <= 80 and _UPDATED.search(text):
        return True
    tokens = _TIME_TOKEN.findall(text.casefold())
    return len(tokens) >= 2 and all(token.isdigit() or token in _TIME_WORDS for token in tokens) and text[-1] != "?"


def _is_byline(text: str) -> bool:
    signed = text.startswith(_BYLINE_STARTS) or text.endswith(_DOMAINS)
    return len(text) <= 120 and signed and _BYLINE.match(text) is not None


def _is_address(text: str) -> bool:
    return ("@" in text or "/" in text or "www." in text) and _ADDRESS.match(text) is not None


def _is_post(text: str) -> bool:
    """A post of a social network with its link or author at the end."""
    return "/" in text and _POST.search(text, max(0, len(text) - 160)) is not None


def _is_credit(text: str) -> bool:
    if text[:8].casefold().startswith(("follow ", "for more")) and _FOLLOW.match(text):
        return True
    if text.lstrip("-–—([/ ").startswith(_AGENCY_STARTS) and _CREDIT_LINE.match(text):
        return True
    return "contributed" in text and _MENTION.match(text) is not None


_AUTHOR_WORDS = (
    "reporter", "correspondent", "staff writer", "columnist", "contributing", "freelance", "journalist", "editor",
    "covers", "reports on", "writes about",
)  # fmt: skip


def _is_author_box(text: str) -> bool:
    return any(word in text for word in _AUTHOR_WORDS) and _AUTHOR_BOX.match(text) is not None


_CALLS = (
    "subscri", "sign", "log in", "login", "regist", "member", "free ", "abo", "weiter", "lire", "suscri", "suscrí",
    "leyendo", "leggere", "assin", "lezen", "чита", "подпис", "передплат", "会員", "有料", "会员", "付费", "订阅",
    "登录", "اشتر", "مشترك",
)  # fmt: skip
_CALLED = r"(?:subscribe|sign[ -]?(?:up|in)|register|log ?in|become an? (?:member|subscriber))"
_READ = r"(?:reading|article|story|stories|content|report|text|rest|full)"
_PAYWALL = rare(
    rf"(?:.{{0,30}}[.!?…] )?(?:"
    rf"(?:please )?{_CALLED}\b.{{0,60}}\bto (?:continue|keep|read|finish|unlock|access|view)\b.{{0,30}}\b{_READ}\b"
    rf"|to (?:continue|keep|read|finish|unlock|access|view)\b.{{0,40}}\b{_READ}\b.{{0,60}}\b{_CALLED}\b"
    r"|(?:this|the rest of this|the full) (?:article|story|content) is (?:only |exclusively |reserved )?(?:available )?"
    r"(?:only )?(?:for|to) (?:our |paying |registered )?(?:subscribers|members)(?: only)?[.!]?$"
    r"|you(?: have|['’]ve) .{0,40}\bfree (?:(?:articles|stories)\b|article (?:left|remaining|this))"
    r"|already a (?:subscriber|member)\?|(?:continue|keep) reading with|(?:for )?(?:subscribers|members) only[.!]?$"
    r"|(?:nur )?(?:mit|jetzt|hier) .{0,30}(?:abo|plus|\+|kostenlos|gratis|testen|anmelden|registrieren).{0,20}"
    r" weiterlesen"
    r"|jetzt weiterlesen|weiterlesen (?:mit|nur mit)"
    r"|um (?:weiterzulesen|weiter zu lesen)\b.{0,60}(?:\babo|anmeld|registrier|einlogg|melden sie sich)"
    r"|(?:dieser|diese|dieses) (?:artikel|beitrag|text|inhalt) ist .{0,30}\bfür .{0,20}(?:abonnent|mitglieder|plus)"
    r"|.{0,20}\bréservée?s? (?:aux|à nos) abonnés\W*$|il vous reste .{0,12}%|pour lire la suite"
    r"|(?:abonnez|connectez|inscrivez)-vous pour (?:lire|continuer|poursuivre)"
    r"|(?:suscríbete|suscríbase|regístrate|inicia sesión) para (?:seguir|continuar|leer)"
    r"|para (?:seguir|continuar) leyendo|(?:contenido|artículo) .{0,20}\bpara suscriptores\W*$"
    r"|(?:abbonati|accedi|registrati) per (?:continuare|leggere)|per continuare a leggere"
    r"|.{0,30}\briservato agli abbonati\W*$|(?:assine|cadastre-se|faça login) para (?:continuar|ler)"
    r"|.{0,30}\bexclusiv[oa] para assinantes\W*$|.{0,40}\bom (?:dit artikel )?verder te lezen\W*$"
    r"|чтобы (?:читать|продолжить чтение|дочитать)|.{0,40}только для подписчиков\W*$"
    r"|щоб (?:читати|продовжити читання)|.{0,40}лише для передплатників\W*$"
    r"|(?:この記事は|ここから先は|続きは).{0,10}(?:会員|有料)|(?:本文|此内容|以下内容|剩余内容).{0,8}(?:付费|会员|订阅)"
    r"|(?:订阅|登录|付费)后?(?:继续|可)?阅读|.{0,20}للمشتركين فقط\W*$|اشترك ل(?:متابعة|مواصلة|قراءة))",
    re.IGNORECASE,
)
_NEWSLETTER = rare(
    r"sign(?:ing)?[ -]?up|subscrib|abonnier|anmeld|melden sie sich|inscri(?:vez|s-toi)|abonnez|suscr[íi]b|iscriviti"
    r"|assine|cadastre|meld je|hier (?:entlang|geht)",
    re.IGNORECASE,
)
_INITIALS = rare(r"[(\[][a-zäöüß]{2,5}(?:[/,–-] ?[a-zäöüß]{2,6}){0,3}[)\]]$")


def is_paywall(text: str) -> bool:
    """Whether a line says that the rest is for those who pay or sign in."""
    if len(text) > 240:
        return False
    lower = text.casefold()
    return any(call in lower for call in _CALLS) and _PAYWALL.match(text.lstrip("*_>[ ")) is not None


def _is_newsletter(text: str) -> bool:
    """A call to subscribe to one, not prose about one."""
    return len(text) <= 200 and "ewsletter" in text and _NEWSLETTER.search(text) is not None


def _is_initials(text: str) -> bool:
    """ "(dpa/lki)", as desks sign."""
    return text[0] in "([" and len(text) <= 24 and _INITIALS.match(text) is not None


_TESTS = (
    _is_short_start,
    _has_no_word,
    _is_navigation,
    _is_share_bar,
    _is_timestamp,
    _is_byline,
    _is_address,
    _is_post,
    _is_credit,
    _is_initials,
    _is_newsletter,
    is_paywall,
)

# --- captions ------------------------------------------------------------------------------------------------

_CAPTION_STARTS = (
    "file", "photo", "image", "picture", "pic", "video", "graphic", "illustration", "caption", "foto", "bild",
    "imagen", "immagine", "zdjęcie", "фото", "צילום", "फोटो", "图片来源", "写真", "a file", "enlarge", "toggle", "fot.",
    "credit", "courtesy", "in this",
)  # fmt: skip
_CAPTION_START = rare(
    r"(?:file )?(?:photo|image|picture|pic|photograph|video|graphic|illustration|caption|foto|bild|imagen|immagine"
    r"|zdjęcie|фото|צילום|फोटो|图片来源|写真)s?"
    r"(?: (?:credit|credits|courtesy|source|by|via|caption|copyright))?\s?[:：]"
    r"|(?:image|photo|picture) (?:copyright|caption|source|credit|courtesy)\b|file photo\b|file ?[-–—] |a file photo\b"
    r"|enlarge this image|toggle caption|fot\. |credit: |courtesy: |photographer: "
    r"|in this (?:file |handout |undated )?(?:photo|image|picture|photograph)\b",
    re.IGNORECASE,
)
_CREDIT_STARTS = (*_AGENCY_STARTS, "Rex", "Shutterstock", "Alamy", "iStock")
_CREDIT_START = rare(rf"(?:{AGENCIES}|Rex|Shutterstock|Alamy|iStock)(?::| -)? ?(?:[A-Z][\w ]{{0,30}} )?(?=[A-Z“\"'])")
_CREDIT_END = rare(
    r"(?:[/|] ?(?:AP|AFP|Reuters|REUTERS|EPA|PA|Getty|GETTY|Bloomberg|Xinhua|TASS|Pool|WireImage|Shutterstock|Rex|ANI"
    r"|PTI|EPA-EFE)(?: (?:Images|Photo|Pool))?(?:[/ ].{0,30})?"
    r"|via (?:AP|Reuters|REUTERS|AFP|Getty Images?|Twitter|Facebook)"
    r"|Getty Images|AP Photo|Photographer: .{3,60})[)\]]?\.?$"
)
_CREDIT_PARENTHESIS = rare(
    r"[(\[](?:[^()\[\]]{0,60}(?:Photo|PHOTO|Image|IMAGE|Pool|Handout|Picture|Courtesy)\b[^()\[\]]{0,60}"
    r"|[^()\[\]\d:]{3,40} ?/ ?[^()\[\]\d:]{2,40})[)\]]\.?$"
)


def _may_end_in_credit(end: str) -> bool:
    """Each sign by itself: a loop over them would cost as much as the pattern."""
    return "/" in end or "|" in end or "via " in end or "Getty" in end or "AP Photo" in end or "Photographer" in end


def is_caption(text: str) -> bool:
    """Whether a line says what a picture shows, or whose it is."""
    if len(text) > 400:
        return False
    if text[:12].casefold().startswith(_CAPTION_STARTS) and _CAPTION_START.match(text):
        return True
    if text.endswith((")", "]", ").", "].")) and _CREDIT_PARENTHESIS.search(text, max(0, len(text) - 140)):
        return True
    if _may_end_in_credit(text[-90:]) and _CREDIT_END.search(text, max(0, len(text) - 90)):
        return True
    if text[-1] in '.!?”"' or len(text) > 200:
        return False
    return text.startswith(_CREDIT_STARTS) and _CREDIT_START.match(text) is not None


# --- credits at the end of a paragraph -----------------------------------------------------------------------

_TAIL = rare(
    r"[.!?”\"’')]\s*(?:"
    r"\((?:(?:Additional )?(?:Reporting|Writing|Editing|Edited|Compiled)\b|With (?:inputs|agency|agencies|files)"
    r"|(?:This|The) story)[^()]*(?:\([^()]*\)[^()]*)*\)"
    rf"|\[?\((?:{AGENCIES})(?:[/, ]+(?:{AGENCIES}))*\)\]?|[—–-] ?(?:{AGENCIES})"
    r"|(?:Additional reporting|Reporting|Writing|Editing) by [A-Z][^.]{3,200}"
    r"|(?:READ (?:MORE|ALSO|NEXT)|(?:Also )?[Rr]ead (?:more|also|next)|Related|RELATED|Also read)\s*[:|][^.]{3,160}"
    r")\.?\s*$"
)
_TAIL_LENGTH = 240
_TAIL_ENDS = (")", "]", *_AGENCY_STARTS, "Getty Images", "GETTY IMAGES")
_TAIL_SIGNS = (
    "eporting by ", "Writing by ", "Editing by ", "READ ", "ead more", "ead also", "ead next", "Also read", "RELATED",
    "Related",
)  # fmt: skip


def split_tail(text: str) -> int | None:
    """Where a credit at the paragraph's end begins."""
    tail = text[-_TAIL_LENGTH:]
    if not tail.rstrip().removesuffix(".").endswith(_TAIL_ENDS) and not any(map(tail.__contains__, _TAIL_SIGNS)):
        return None
    match = _TAIL.search(text, max(0, len(text) - _TAIL_LENGTH - 1))
    return match.end() - len(match.group()[1:].lstrip()) if match else None
