"""Boilerplate: the phrases by which lines that are not the article give themselves away.

Plain data in lower case, `|` between phrases; `ingest.cleaning` says what becomes of them. Another language is another
line.
"""

TEASERS = """
most read | most popular | most viewed | read more | read also | read next | also read | related
related articles | related stories | related news | related topics | see also | recommended | recommended for you
more from | more on this | more stories | trending | trending now | watch also | don't miss | you may also like
top stories | up next | mest lest | mest leste | mest sett | les også | les mer | les flere | les hele | les saken
les videre | se også | se video | relaterte saker | relatert | flere saker | siste nytt | anbefalt
anbefalte saker | hør også | følg saken | mer om | mest lese | les òg | sjå òg | læs også | læs mere | mest læste
relaterede artikler | se mere | läs också | läs mer | läs även | mest läst | mest lästa | se också
relaterade artiklar | fler artiklar | rekommenderat | lue myös | luetuimmat | katso myös | lesen sie auch
lesen sie mehr | mehr zum thema | mehr dazu | meistgelesen | auch interessant | zum thema | lees ook
meest gelezen | lire aussi | à lire aussi | lire la suite | les plus lus | voir aussi | sur le même sujet
articles liés | lea también | lee también | leer más | lo más leído | más leídas | te puede interesar
ver también | noticias relacionadas | artículos relacionados | leia também | leia mais | mais lidas | saiba mais
notícias relacionadas | leggi anche | leggi di più | i più letti | articoli correlati | potrebbe interessarti
czytaj także | czytaj też | czytaj więcej | najczęściej czytane | zobacz także | zobacz też | čtěte také
nejčtenější | citește și | cele mai citite | διαβάστε επίσης | διαβάστε ακόμα | δημοφιλή | ayrıca okuyun
en çok okunanlar | ilgili haberler | самое читаемое | самые читаемые | читайте также | читать далее
читать подробнее | смотрите также | по теме | подробнее | материалы по теме | популярное | рекомендуем
читайте також | найпопулярніше | дивіться також | за темою | читати далі | прочетете още | най-четени
الأكثر قراءة | الأكثر مشاهدة | الأكثر تداولا | الأكثر شعبية | اقرأ أيضا | اقرأ المزيد | إقرأ أيضا | اقرأ ايضا
شاهد أيضا | مواضيع ذات صلة | أخبار ذات صلة | مقالات ذات صلة | موضوعات ذات صلة | ذات صلة | قد يهمك | قد يهمك أيضا
قد يعجبك | اخترنا لك | نرشح لك | المزيد من | طالع أيضا | بیشتر بخوانید | پربازدیدترین | مطالب مرتبط
همچنین بخوانید | یہ بھی پڑھیں | مزید پڑھیں | קראו גם | קרא עוד | הנקראות ביותר | כתבות נוספות | यह भी पढ़ें
और पढ़ें | 相关阅读 | 延伸阅读 | 推荐阅读 | 热门文章 | 阅读更多 | 最多人阅读 | 相關新聞 | 関連記事
あわせて読みたい | 人気記事 | 관련 기사 | 많이 본 뉴스 | baca juga | terpopuler | đọc thêm | xem thêm
tin liên quan | อ่านเพิ่มเติม | ข่าวที่เกี่ยวข้อง
"""
"""Begin a line that announces other articles; headlines may follow. Not when the line goes on as a sentence."""

WHOLE = """
share | share this | share this article | share this story | share on facebook | share on twitter | share on x
tweet | email | print | save | comments | comment | no comments | reply | leave a reply | leave a comment
post a comment | add a comment | join the conversation | advertisement | advertisement - continue reading below
sponsored | sponsored content | ad | ads | promoted | skip to content | skip to main content | menu | search
home | back to top | listen | listen to this article | copy link | link copied | log in | sign in | sign up
subscribe | newsletter | newsletters | tags | topics | live | breaking | del | del saken | del artikkelen
del denne saken | del denne artikkelen | del på facebook | del på twitter | tips oss | kommentarer | kommenter
legg igjen en kommentar | legg igjen et svar | skriv en kommentar | svar | annonse | annonsørinnhold | reklame
lytt til saken | kopier lenke | logg inn | abonner | til toppen | nyhetsbrev | lukk | meny | søk | stikkord | dele
del artiklen | skriv kommentar | annonce | kommenter artiklen | dela | dela artikeln | kommentera
lämna en kommentar | annons | jaa | kommentoi | mainos | teilen | artikel teilen | kommentare
kommentar schreiben | kommentar hinterlassen | anzeige | werbung | startseite | drucken | delen | reacties
advertentie | reageer | partager | partager l'article | commentaires | laisser un commentaire | commenter
publicité | imprimer | s'abonner | compartir | compartir en facebook | comentarios | deja un comentario
deja una respuesta | comentar | publicidad | anuncio | compartilhar | compartilhe | partilhar | comentários
deixe um comentário | deixe uma resposta | publicidade | anúncio | condividi | commenti | lascia un commento
pubblicità | stampa | udostępnij | komentarze | dodaj komentarz | reklama | sdílet | diskuse | κοινοποίηση
σχόλια | διαφήμιση | paylaş | yorumlar | yorum yap | reklam | ilan | поделиться | комментарии
оставить комментарий | ответить | реклама | добавить комментарий | на правах рекламы | печать | поділитися
коментарі | залишити коментар | відповісти | додати коментар | сподели | коментари | شارك | شارك المقال
شارك هذا المقال | شارك الخبر | شاركها | مشاركة | مشاركة المقال | انشر | طباعة | حفظ | نسخ الرابط | اترك ردك
اترك ردا | اترك رد | اترك تعليقا | اترك تعليقك | أضف تعليقا | أضف تعليق | التعليقات | تعليقات | لا توجد تعليقات
إعلان | إعلانات | الإعلانات | إعلان ممول | محتوى ممول | الرئيسية | القائمة | بحث | وسوم | الكلمات المفتاحية
تسجيل الدخول | اشتراك | ارسال | نظرات | دیدگاه‌ها | تبلیغات | تبصرے | اشتہار | שתף | שיתוף | תגובות | הוסף תגובה
פרסומת | विज्ञापन | 订阅 | 訂閱 | 구독 | 分享 | 评论 | 評論 | 广告 | 廣告 | 发表评论 | シェア | コメント | 広告
공유 | 댓글 | 광고 | bagikan | komentar | iklan
"""
"""Are the whole line, punctuation aside."""

PROMPTS = """
sign up for our | sign up for the | sign up to our | sign up to receive | sign up here | subscribe to our
subscribe to the | subscribe now | subscribe here | get our | follow us on | follow us at | like us on
join us on | download our app | download the app | to contact the reporter | to contact the author
to contact the editor | contact the reporter | this article was originally published
this article originally appeared | this article first appeared | this article was first
this story was originally | this story originally appeared | this story was first published
this article is part of | all rights reserved | terms of use | privacy policy | click here to | tap here to
our standards: | read more at | --with assistance from | with assistance from | reporting by
additional reporting by | writing by | editing by | edited by | compiled by | do you have a tip | got a tip
have a news tip | support our journalism | meld deg på | få nyhetsbrevet | abonner på | bli abonnent | følg oss på
følg oss i | lik oss på | last ned appen | har du tips | tips oss om | denne artikkelen ble først
denne saken ble først | artikkelen er tidligere publisert | alle rettigheter | kontakt journalisten | støtt oss
vi bryr oss om ditt personvern | tilmeld dig | følg os på | alle rettigheder | denne artikel blev først
prenumerera på | anmäl dig | följ oss på | alla rättigheter | ladda ner appen | tilaa uutiskirje | seuraa meitä
kaikki oikeudet | melden sie sich | abonnieren sie | folgen sie uns | alle rechte vorbehalten | jetzt abonnieren
schrijf je in | volg ons op | alle rechten voorbehouden | inscrivez-vous à | abonnez-vous | suivez-nous
tous droits réservés | recevez notre | suscríbete | suscríbase | síguenos | síganos
todos los derechos reservados | derechos reservados | únete a nuestro | inscreva-se | assine | siga-nos
todos os direitos reservados | iscriviti alla | seguici su | tutti i diritti riservati | diritti riservati
zapisz się | obserwuj nas | wszelkie prawa zastrzeżone | všechna práva | toate drepturile | ακολουθήστε
bültenimize | bizi takip | tüm hakları saklıdır | подпишитесь на | подписывайтесь | следите за нами
все права защищены | нашли ошибку | нашли опечатку | підпишіться | підписуйтесь | стежте за нами | усі права
всі права | абонирайте се | всички права | تابعونا على | تابعنا على | تابعنا عبر | تابعونا عبر | اشترك في نشرتنا
اشترك في النشرة | اشترك في قناتنا | اشترك الآن | للاشتراك في نشرتنا | للاشتراك في النشرة | انضم إلى قناتنا
حمل التطبيق | حملوا تطبيق | جميع الحقوق محفوظة | كل الحقوق محفوظة | نشر هذا المقال | نشر هذا التقرير
للمزيد من المعلومات | ساهم في إعداد | شارك في التغطية | شارك في إعداد | ما را دنبال کنید | تمام حقوق | کلیه حقوق
ہمیں فالو کریں | جملہ حقوق | עקבו אחרינו | כל הזכויות שמורות | הירשמו | 版权所有 | 版權所有 | 关注我们 | 關注我們
無断転載 | 저작권자 | hak cipta | ikuti kami
"""
"""Begin a line of at most 250 characters, sentence or not, that asks for something or claims rights."""

CREDITS = """
photo | photos | photograph | photo by | image | images | image credit | photo credit | picture | illustration
graphic | video | source | sources | caption | watch | شاهد | foto | fotograf | illustrasjon | bilde | kilde
kilder | grafikk | bild | kuva | quelle | fotos | photo d'illustration | crédit | crédit photo | fuente | imagen
fonte | zdjęcie | źródło | fotoğraf | kaynak | фото | видео | источник | иллюстрация | відео | джерело | صورة
الصورة | تصوير | المصدر | مصدر | فيديو | الصور | عکس | منبع | تصویر | ماخذ | צילום | תמונה | מקור | 图片来源
图源 | 来源 | 图 | 摄 | 圖 | 写真 | 出典 | 사진 | 출처 | by | av | af | von | por | par | door | بقلم | كتب | كتبت
إعداد | نویسنده | автор | автори | autor | auteur | author | text | tekst | tags | tag | topics | category
filed under | stikkord | emner | schlagworte | etiquetas | теги | الوسوم | وسوم | تصنيف | 标签 | 编辑
"""
"""Stand before a colon at the start of a short line: who made it, where it comes from."""

UPDATES = """
updates | updated | update | adds | adding | recasts | corrects | corrected | correction | refiles | rewrites
this story has been | this article has been | this story was updated | this article was updated | last updated
last modified | updates with | oppdatert | oppdaterer | oppdatering | saken er oppdatert | saken oppdateres
artikkelen er oppdatert | artikkelen ble oppdatert | sist oppdatert | rettet | opdateret | senest opdateret
artiklen er opdateret | uppdaterad | uppdateras | senast uppdaterad | artikeln har uppdaterats | päivitetty
aktualisiert | zuletzt aktualisiert | aktualisierung | bijgewerkt | mis à jour | mise à jour | actualizado
actualización | última actualización | atualizado | atualização | aggiornato | aggiornamento | zaktualizowano
aktualizacja | aktualizováno | ενημερώθηκε | güncellendi | güncelleme | обновлено | обновлен | дополнено
дополняется | оновлено | доповнено | обновена | تحديثات | تحديث | محدث | يحدث | آخر تحديث | تم تحديث | تم التحديث
تم تعديل | يضيف | إضافة | تصحيح | يصحح | إعادة صياغة | به روز | بروزرسانی | تازہ کاری | עודכן | עדכון | 更新
最后更新 | 최종 수정
"""
"""Begin a line that tells of its own revision: in parentheses, alone, before a colon or before a time."""

RIGHTS = """
copyright | kopirett | opphavsrett | upphovsrätt | ophavsret | urheberrecht | авторские права | حقوق النشر
حقوق الطبع | 版权
"""
"""Claim rights when a year, a sign or a colon follows."""

BYLINES = "by | av | af | von | par | por | door | text | tekst | بقلم"
"""Begin a short line of names: who wrote it."""
