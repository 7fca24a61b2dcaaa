"""Who decides in a sentence: the candidate, the team, nobody, or somebody to whom it was handed."""

import re

ADVERBS = (
    r"(?:\s+(?:would|had|have|will|then|also|first|just|only|even|actually|finally|personally|deliberately|therefore|still|never|always|later"
    r"|immediately|explicitly|quickly|simply|did|do|uh|um|like|basically|eventually|myself|now|once|both|either|again|at that point|in the end"
    r"|want to|wanted to|had to|have to|need to|needed to|chose to|decided to|went and|made sure to|not|n't))*"
)
DECIDE = (
    r"cho(?:o|)se|chosen|pick(?:ed)?|set(?!\s+up\b)|refus(?:e|ed)|reject(?:ed)?|turn(?:ed)? (?:it |that |them |this |the \w+ )?(?:down|off)"
    r"|sa(?:y|id) (?:no|yes)|stop(?:ped)?|kill(?:ed)?|cut|capp?(?:ed)?|h(?:o|e)ld(?! (?:people|workshops?|meetings?|sessions?|regular|\d+ \w*(?:workshops|meetings|retrospectives)))|delay(?:ed)?|postpon(?:e|ed)|requir(?:e|ed)|insist(?:ed)?|demand(?:ed)?"
    r"|limit(?:ed)?|fr(?:ee|o)ze|ship(?:ped)?|pric(?:e|ed)|drop(?:ped)?|remov(?:e|ed)|exclud(?:e|ed)|merg(?:e|ed)|split"
    r"|wr(?:i|o)te (?:down|the (?:rule|limit|bar|threshold|contract|guideline|definition|acceptance))|wrote it down|written down|ma(?:k|d)e (?:it a|that the|the call|that call|two decisions)"
    r"|mov(?:e|ed)|g(?:a|i)ve(?:n)?|fund(?:ed)?|roll(?:ed)? (?:\w+ ){0,3}back|pull(?:ed)? (?:it|the (?:plug|feature|model|launch))|sign(?:ed)?(?: off)?|clos(?:e|ed)|restrict(?:ed)?|shut"
    r"|ask(?:ed)? for|had (?:it|them) \w+|had the \w+ (?:\w+ )?(?:merged|removed|changed|relabelled|built|added|dropped|taken|written|put|counted|split)|push(?:ed)? for|argu(?:e|ed) (?:for|against)|veto(?:ed)?|overrul(?:e|ed)|rul(?:e|ed) out|shelv(?:e|ed)|withdr(?:a|e)w|swap(?:ped)?|replac(?:e|ed)"
    r"|rais(?:e|ed) the (?:threshold|limit|bar|price|floor|cap)|lower(?:ed)?|cancel(?:led|ed)?|kept|accept(?:ed)?|renegotiat(?:e|ed)|negotiat(?:e|ed)|trad(?:e|ed)|block(?:ed)?|paus(?:e|ed)"
    r"|switch(?:ed)?|tie[ds]?|bought|buy|paid|pay|commit(?:ted)? to|bann(?:ed)?|ban|forb(?:a|i)de?|narrow(?:ed)?|scop(?:e|ed)|gate[ds]?|rewr(?:o|i)te|renam(?:e|ed)|rebuilt|reserv(?:e|ed)|settled on|opted|force[ds]?|ran|asked finance|freeze|route[ds]?|sent|promise[ds]?|left|decided (?:to|not|against|that|on (?:a|the|\d))|launch(?:ed)? (?:with|to|in|only|at)|automated|introduced|reopened|offer(?:ed)?|took (?:the|it|that|out|away|\w+ off)|dropped|quoted|budgeted|let \w+ go|recommend(?:ed)?|chang(?:e|ed) the"
)
PLAIN = (
    r"decid(?:e|ed)|defin(?:e|ed)|put|tak(?:e|en)|took|keep|ask(?:ed)? (?:the|engineering|them)|run|start(?:ed)? (?:with|from)|beg(?:a|i)n (?:with|by)|treat|add(?:ed)?|chang(?:e|ed)|let|leave|agreed?|go for|went (?:for|with|to)|send|allow(?:ed)?|launch(?:ed)?|make|made|hire|hired|invest(?:ed)?|redefin(?:e|ed)|rais(?:e|ed)|write|wrote|fix(?:ed)?|use|used|want(?:ed)?|start(?:ed)?|would"
)
ACT = (
    r"measur(?:e|ed)|look(?:ed)?|rang|phoned|called|opened|rebuilt|tried|saw|collected|ranked|count(?:ed)?|watch(?:ed)?|s(?:i|a)t|interview(?:ed)?|check(?:ed)?|compar(?:e|ed)|label(?:led|ed)?|read|test(?:ed)?|calculat(?:e|ed)|comput(?:e|ed)"
    r"|ask(?:ed)?|pulled|went|spent|visit(?:ed)?|review(?:ed)?|sampl(?:e|ed)|trac(?:e|ed)|found|f(?:i|ou)nd|notic(?:e|ed)|built|build|wr(?:i|o)te|design(?:ed)?|dr(?:a|e)w|price[ds]?|model(?:led)?|listen(?:ed)?|talk(?:ed)?|sp(?:ea|o)ke?|plot(?:ted)?|g(?:o|e)t|tell|told|show(?:ed)?|explain(?:ed)?|report(?:ed)?"
)
SUPPORT = (
    r"help(?:ed)?|support(?:ed)?|prepar(?:e|ed)|updat(?:e|ed)|coordinat(?:e|ed)|collaborat(?:e|ed)|facilitat(?:e|ed)|attend(?:ed)?|organi[sz](?:e|ed)|work(?:ed)? (?:closely|with|together|alongside)"
    r"|communicat(?:e|ed)|dr(?:i|o)ve|own(?:ed)?|champion(?:ed)?|align(?:ed)?|partner(?:ed)?|contribut(?:e|ed)|particip\w+|engag(?:e|ed)|oversaw|oversee|manag(?:e|ed)|lead|led|ensur(?:e|ed)|ma(?:k|d)e sure|foster(?:ed)?|bring|brought|spearhead\w*|lead|leverag\w*|focus(?:ed)?|believ\w*|recruited|passed on|pass on|keep (?:the|everyone|things)|kept (?:the|everyone|things)|took notes|chair(?:ed)?|present(?:ed)?"
)
I_SUBJECT = r"\bI(?:['’](?:d|ll|ve|m))?"
I_DECIDES = re.compile(rf"{I_SUBJECT}{ADVERBS}\s+(?:{DECIDE})\b", re.IGNORECASE)
I_STEPS = re.compile(rf"{I_SUBJECT}{ADVERBS}\s+(?:{PLAIN})\b", re.IGNORECASE)
I_ACTS = re.compile(rf"{I_SUBJECT}{ADVERBS}\s+(?:{ACT})\b", re.IGNORECASE)
I_SUPPORTS = re.compile(rf"{I_SUBJECT}{ADVERBS}\s+(?:{SUPPORT})\b|\bmy (?:part|role|job|contribution) (?:was|is) (?:to|mainly|more)\b", re.IGNORECASE)
I_CREDIT = re.compile(
    r"\b(?:my (?:rule|limit|line|call|ceiling|floor|bar|threshold|decision|condition|written|criteri\w+|budget|number|test|choice|metric|definition|answer is|recommendation)"
    r"|(?:was|is|were) mine|on me|lands on me|my name)\b",
    re.IGNORECASE,
)
WE = r"\b(?:we|the team|our team|they|the group|everyone|the squad|us)(?:['’](?:d|ll|ve|re))?"
WE_DECIDES = re.compile(rf"{WE}{ADVERBS}(?:\s+(?:all|jointly|together|collectively))?\s+(?:{DECIDE})\b", re.IGNORECASE)
WE_WORD = re.compile(r"\b(?:we|our|us|the team)\b", re.IGNORECASE)
I_WORD = re.compile(r"\b(?:I|my|me|mine)\b")
NOBODY = re.compile(
    r"\b(?:it|that|this|which|there|everything|nothing|limits?|thresholds?|features?|rules?|models?|labels?|zone|the \w+|an? \w+(?: \w+)?)"
    r"\s+(?:was|were|is|are|has been|have been|had been|would be|will be|got)\s+(?:then |also |finally |eventually |later |jointly |first |all )?"
    r"(?:decided|agreed|chosen|made|felt|considered|debated|discussed|introduced|added|rolled out|set|picked|approved|moved|dropped|adopted|retrained|launched|shipped|selected|defined|handled|run|found|raised|put|left|accepted|taken|kept|removed|stopped|postponed|delayed)\b"
    r"|\b(?:a|the) decision (?:was|had been|came)\b|\bone (?:option|idea|view|suggestion|proposal) was\b|\banother (?:one |option |idea |view )?(?:was|that|to)\b"
    r"|\bthere (?:was|were) (?:a |an |several |many |various |some |lots of |different )?(?:view|suggestion|discussion|meeting|option|idea|opinion|debate|proposal|talk|conversation|workshop)s?\b"
    r"|\bwe (?:all )?(?:discussed|debated|talked about|looked at all|went back and forth|weighed|explored)\b|\bsomehow\b|\bin the end (?:it|the \w+) (?:was|came|went)\b",
    re.IGNORECASE,
)
OTHERS = (
    r"(?:the |our |my )?(?:lead |senior |ml |ai |data |machine learning |risk |product |platform |infra(?:structure)? |science |research |vendor['’]s |model )*"
    r"(?:engineers?|engineering|data scien\w+|scientists?|science(?: team| lead)?|legal|lawyers?|compliance|finance|analytics|analysts?|architects?|ops|security|procurement|sales|marketing|leadership|management|committee|vendor|experts?|specialists?|clinicians?|they|research(?:ers)?|team lead|lead|design(?:ers)?|support|manager|director|statistician|annotators?)"
)
DELEGATES = re.compile(
    rf"\bI(?:['’]d| would|['’]ll| will)?{ADVERBS}\s+(?:leave|defer|hand|wait for|rely on|trust|let|follow|pass|go with what|go by what|take whatever|ask|raise[d]? a ticket)\b[^.;]{{0,60}}?\b{OTHERS}\b"
    rf"[^.;]{{0,40}}?\b(?:to (?:decide|choose|pick|set|determine|tell|look into|work out|figure|recommend|say|judge|handle|select|own|define|propose|come up|sort|find|check|advise|investigate|make|estimate|agree)|decide|choose|whatever|whichever|since they|because they|as they)\b"
    rf"|\b{OTHERS}\s+(?:would|should|will|could|can|must|need to|has to|have to|gets? to|know)\s+(?:then |also |have to |best |be able to |need to )?(?:decide|choose|pick|set|determine|have the (?:final|last)|tell (?:me|us)|select|sign|know|own|define|judge|advise|say|make (?:the|that)|work out|propose|handle|best)\b"
    r"|\bfinal (?:say|word|call|decision)\b|\b(?:is|are|was|were|be) (?:really )?(?:for|up to|down to) (?:the |our )?(?!me\b|us\b)\w+(?: \w+)? to (?:decide|choose|set|determine|say|judge|make|pick|own|call)\b|\bup to (?:the |our )?(?:engineers?|legal|data scien\w+|compliance|team|leadership|vendor)\b"
    r"|\b(?:stay|keep) out of (?:the )?(?:technical|detail|model|that)|\bnot (?:really )?(?:my|a product manager['’]s) (?:call|place|decision|area|job|field)\b|\bI (?:wouldn['’]t|would not|don['’]t) (?:want to )?(?:steer|decide|choose|interfere|second-guess|touch|set|judge|override|get into)\b"
    r"|\bkeep(?:ing)? (?:the tickets moving|everyone (?:in the loop|informed|updated)|things moving)|\bright (?:people|specialists|experts) (?:in the room|were|are|together|involved)\b|\bpass(?:ed|ing)? (?:it |that |this )?(?:on|along|over)\b"
    r"|\bthey (?:told|tell|informed) (?:me|us) (?:that )?(?:they|it|the)\b|\bsigned off (?:on|by)\b.{0,20}\bteam\b|\bwhatever they (?:decide|choose|recommend|say|come)",
    re.IGNORECASE,
)
DISCUSSED = re.compile(
    r"\b(?:discuss\w*|debat\w*|options?|opinions?|views?|suggest(?:ed|ions?)|proposals?|proposed|meetings?|workshops?|talked about|looked at (?:all|several|a few|both|many)"
    r"|went back and forth|some (?:said|wanted|thought|argued)|others? (?:said|wanted|thought|felt|preferred)|wanted|thought that|arguments? (?:for|on|in)|both sides|on the one hand|on the other hand|it (?:showed|shows) (?:that|how)|interesting|over the following|by then|in the end)\b",
    re.IGNORECASE,
)
STEP = re.compile(r"(?:^|[,;:]\s*)(?:so |and |then )?(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth|fifth|sixth|next|then|after that|afterwards|finally|last(?:ly)?|step \w+|in parallel|once that|before launch|after launch)\b", re.IGNORECASE)
PATTERNS: dict[str, re.Pattern[str]] = {
    "step": STEP,
    "discussed": DISCUSSED,
    "i_acts": I_ACTS,
    "i_steps": I_STEPS,
    "i_supports": I_SUPPORTS,
    "we_decides": WE_DECIDES,
    "nobody_decides": NOBODY,
    "delegates": DELEGATES,
}


def find_actors(text: str) -> dict[str, list[tuple[int, int]]]:
    """The roles that show in a sentence: i_decides, i_acts, i_supports, we_decides, nobody_decides, delegates, i_word, we_word."""
    found: dict[str, list[tuple[int, int]]] = {}
    for name, pattern in PATTERNS.items():
        match = pattern.search(text)
        if match:
            found[name] = [match.span()]
    for pattern in (I_DECIDES, I_CREDIT):
        match = pattern.search(text)
        if match and "delegates" not in found:
            found.setdefault("i_decides", []).append(match.span())
    if I_WORD.search(text):
        found["i_word"] = [I_WORD.search(text).span()]  # type: ignore[union-attr]
    if WE_WORD.search(text):
        found["we_word"] = [WE_WORD.search(text).span()]  # type: ignore[union-attr]
    return found
