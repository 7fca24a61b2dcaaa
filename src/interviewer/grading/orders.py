"""Text in an answer that talks to the grader instead of the interviewer: it is shown as such and earns nothing."""

import re

GRADE_WORDS = r"(?:5|five|full|maximum|max|top|highest|perfect|best|excellent|strong[_ ]yes|100|10/10|5/5|a\+|outstanding)"
THIS_ANSWER = r"(?:me|this|it|my (?:answer|response)|the (?:answer|response|candidate|following|above)|this (?:answer|response|candidate|one)|all (?:signals|checks|criteria|dimensions))"
MACHINES = r"(?:grader|evaluator|rater|scorer|examiner|judge|assessor|grading (?:model|system|assistant|ai)|ai (?:model|assistant|grader)|language model|llm|assistant|chatbot)"

PATTERNS = (
    # orders in English
    rf"\b(?:please |now |kindly )?(?:ignore|disregard|forget|override|bypass|skip)\b[^.!?\n]{{0,30}}\b(?:previous|prior|above|earlier|preceding|all|any|your|the|these|those)\b[^.!?\n]{{0,25}}\b(?:instructions?|rubric|rules?|prompts?|guidelines?|criteria|checks)\b",
    rf"\b(?:give|award|assign|grant|rate|grade|score|mark)\b\s+{THIS_ANSWER}\b[^.!?\n]{{0,40}}\b{GRADE_WORDS}\b",
    rf"\b(?:set|mark|return|output|respond with|print|report)\b[^.!?\n]{{0,40}}\b(?:score|level|grade|verdict|vote|overall|rating)s?\b[^.!?\n]{{0,25}}\b(?:{GRADE_WORDS}|met)\b",
    rf"\b(?:you are|you're|act as|behave as|pretend to be)\b[^.!?\n]{{0,20}}\b{MACHINES}\b",
    rf"\b(?:dear|attention|note to(?: the)?|message to(?: the)?|instructions? (?:to|for)(?: the)?|hey|hello|to the|as the|as an?)\s+{MACHINES}\b",
    r"\b(?:this|my) (?:answer|response)\b[^.!?\n]{0,30}\b(?:deserves|should (?:get|receive|be (?:graded|scored|rated|given))|must (?:get|receive|be (?:graded|scored|rated|given))|merits|warrants|has (?:already )?been (?:graded|scored|rated|approved))\b",
    r"\b(?:all|every) (?:the )?(?:checks?|criteria|signals?|dimensions?)\b[^.!?\n]{0,20}\b(?:are|is|were|as|should be|must be|count as)\s+(?:met|satisfied|fulfilled|passed|5)\b",
    r"\b(?:i (?:really )?need|please give|i beg|my (?:family|job|career|visa) depends)\b[^.!?\n]{0,60}\b(?:grade|score|rating|points|pass|mark)\b",
    rf"\b(?:the )?(?:correct|right|true|expected|final|official) (?:grade|score|rating|level|vote)\b[^.!?\n]{{0,25}}\b{GRADE_WORDS}\b",
    # fake machinery: roles, results, closing delimiters
    r"(?im:^\s*(?:#+\s*|\[|<\|?|\*\*)?(?:system|assistant|developer|grader|evaluator|admin|root)(?:\]|\|?>|\*\*)?\s*(?::|message|prompt|override|note))",
    r"<\|?/?\s*(?:im_start|im_end|system|assistant|user|answer|candidate|end_of_answer|endoftext|instructions?|eot)[^>]{0,20}\|?>",
    r"\[/?(?:INST|SYS|ANSWER|END|SYSTEM)[^\]]{0,20}\]|<</?SYS>>",
    r"(?i:[-=#*`\"']{3,}\s*(?:end|begin|start)\b[^\n]{0,40}(?:answer|transcript|input|candidate|data|rubric|instructions?)?)",
    r"[{,]\s*[\"'](?:score|level|overall|verdict|vote|grade|gate|checks|signals|specificity|ownership|status)[\"']\s*:",
    # other languages
    r"\b(?:ignorez?|oubliez?|ne tenez pas compte)\b[^.!?\n]{0,40}\b(?:instructions?|consignes?|règles?|barème)\b",
    r"\b(?:ignorier\w*|missachte\w*|vergiss)\b[^.!?\n]{0,50}\b(?:anweisung\w*|anleitung\w*|regeln|bewertung\w*|rubrik|vorgaben)\b",
    r"\b(?:ignora|ignore|olvida|descarta)d?\b[^.!?\n]{0,40}\b(?:instrucciones|instruções|reglas|regras|rúbrica|criterios|istruzioni|regole)\b",
    r"\b(?:donnez|mettez|attribuez|geben sie|gib|vergib|vergeben sie|dale|otorga|asigna|pon|dai|assegna|dê|atribua)\b[^.!?\n]{0,50}\b(?:5|cinq|fünf|cinco|cinque|maximale?|höchste\w*|máxim[ao]|massimo|punkte|note)\b",
    r"(?:忽略|无视|無視)[^。！？\n]{0,20}(?:指令|指示|说明|規則|规则|提示)|(?:给|給|打)[^。！？\n]{0,10}(?:满分|滿分|最高分|5分|五分)|前の指示|最高点|満点",
    r"(?i:(?:игнорируй\w*|забудь\w*)[^.!?\n]{0,40}(?:инструкци\w*|правил\w*|указани\w*))|(?i:поставь\w*[^.!?\n]{0,30}(?:5|пять|максимальн\w*|высш\w*))",
    r"(?:تجاهل|انس)[^.!?\n]{0,40}(?:التعليمات|القواعد)|(?:अनदेखा|नज़रअंदाज़)[^.!?\n]{0,40}(?:निर्देश)|निर्देशों? को (?:अनदेखा|नज़रअंदाज़)",
    r"\b(?:önceki|tüm)\b[^.!?\n]{0,20}\btalimatlar\w*\b[^.!?\n]{0,20}\b(?:yok say|görmezden|unut)\w*",
)
ORDER = re.compile("|".join(f"(?:{pattern})" for pattern in PATTERNS), re.IGNORECASE)
QUOTED = re.compile("[\"“”«»][^\"“”«»\n]{1,300}[\"“”«»]")
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]{3,}")
SPACED = re.compile(r"(?:\b\w[\s.\-_*]){8,}\w\b")


def order_spans(answer: str) -> list[tuple[int, int]]:
    """Spans of the answer that address the grader: orders, fake results, fake delimiters, hidden characters.

    An order that somebody else gave, quoted within a story ("a user typed …"), is part of the story and no order.
    """
    if not answer:
        return []
    told = [match.span() for match in QUOTED.finditer(answer)]
    found = [
        match.span()
        for match in ORDER.finditer(answer)
        if not any(start < match.start() and match.end() < end for start, end in told)
    ]
    found += [match.span() for match in HIDDEN.finditer(answer)]
    for match in SPACED.finditer(answer):
        letters = re.sub(r"[\s.\-_*]", "", match[0]).casefold()
        if re.search(r"ignore|instruct|score|grade|rubric", letters):
            found.append(match.span())
    return sorted(found)


def order_notice(answer: str, spans: list[tuple[int, int]]) -> str | None:
    """What the person is told about them, quoting the first; None where there is none."""
    if not spans:
        return None
    start, end = spans[0]
    shown = " ".join("".join(each if each.isprintable() else "·" for each in answer[start:end]).split())
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    rest = f" (and {len(spans) - 1} more)" if len(spans) > 1 else ""
    return f"This looks like an order to the grader, not part of an answer: “{shown}”{rest}. It earned nothing."
