"""States, their peoples and their capitals in English: names of states are neither persons nor themes by themselves.

The list is general knowledge (UN member states and a few others); multi-word names are matched as whole phrases.
"""

from __future__ import annotations

from functools import lru_cache

_STATES = """
Afghanistan|Afghan|Kabul; Albania|Albanian|Tirana; Algeria|Algerian|Algiers; Angola|Angolan|Luanda; Argentina|Argentine|Argentinian|Buenos Aires;
Armenia|Armenian|Yerevan; Australia|Australian|Canberra; Austria|Austrian|Vienna; Azerbaijan|Azerbaijani|Baku; Bahrain|Bahraini|Manama;
Bangladesh|Bangladeshi|Dhaka; Belarus|Belarusian|Minsk; Belgium|Belgian|Brussels; Bolivia|Bolivian|La Paz; Bosnia|Bosnian|Sarajevo;
Botswana|Gaborone; Brazil|Brazilian|Brasilia; Britain|British|United Kingdom|UK|U.K.|England|English|Scotland|Scottish|Wales|Welsh|London;
Bulgaria|Bulgarian|Sofia; Burkina Faso|Ouagadougou; Burundi|Bujumbura; Cambodia|Cambodian|Phnom Penh; Cameroon|Cameroonian|Yaounde;
Canada|Canadian|Ottawa; Chad|Chadian|N'Djamena; Chile|Chilean|Santiago; China|Chinese|Beijing; Colombia|Colombian|Bogota; Congo|Congolese|Kinshasa;
Costa Rica|Costa Rican; Croatia|Croatian|Zagreb; Cuba|Cuban|Havana; Cyprus|Cypriot|Nicosia; Czech Republic|Czechia|Czech|Prague;
Denmark|Danish|Copenhagen; Djibouti; Dominican Republic|Dominican; Ecuador|Ecuadorean|Ecuadorian|Quito; Egypt|Egyptian|Cairo;
El Salvador|Salvadoran; Eritrea|Eritrean|Asmara; Estonia|Estonian|Tallinn; Ethiopia|Ethiopian|Addis Ababa; Fiji|Fijian; Finland|Finnish|Helsinki;
France|French|Paris; Gabon|Gabonese; Gambia|Gambian; Georgia|Georgian|Tbilisi; Germany|German|Berlin; Ghana|Ghanaian|Accra; Greece|Greek|Athens;
Guatemala|Guatemalan; Guinea|Guinean|Conakry; Guyana; Haiti|Haitian|Port-au-Prince; Honduras|Honduran|Tegucigalpa; Hong Kong|Hongkong;
Hungary|Hungarian|Budapest; Iceland|Icelandic|Reykjavik; India|Indian|New Delhi|Delhi; Indonesia|Indonesian|Jakarta; Iran|Iranian|Tehran;
Iraq|Iraqi|Baghdad; Ireland|Irish|Dublin; Israel|Israeli|Jerusalem|Tel Aviv; Italy|Italian|Rome; Ivory Coast|Ivorian|Abidjan; Jamaica|Jamaican|Kingston;
Japan|Japanese|Tokyo; Jordan|Jordanian|Amman; Kazakhstan|Kazakh|Astana; Kenya|Kenyan|Nairobi; Kosovo|Kosovar|Pristina; Kuwait|Kuwaiti;
Kyrgyzstan|Kyrgyz|Bishkek; Laos|Laotian|Vientiane; Latvia|Latvian|Riga; Lebanon|Lebanese|Beirut; Liberia|Liberian|Monrovia; Libya|Libyan|Tripoli;
Lithuania|Lithuanian|Vilnius; Luxembourg; Madagascar|Malagasy|Antananarivo; Malawi|Malawian|Lilongwe; Malaysia|Malaysian|Kuala Lumpur; Maldives|Male;
Mali|Malian|Bamako; Malta|Maltese|Valletta; Mauritania|Mauritanian; Mexico|Mexican|Mexico City; Moldova|Moldovan|Chisinau; Mongolia|Mongolian;
Montenegro|Montenegrin; Morocco|Moroccan|Rabat; Mozambique|Mozambican|Maputo; Myanmar|Burma|Burmese|Naypyidaw|Yangon; Namibia|Namibian|Windhoek;
Nepal|Nepali|Nepalese|Kathmandu; Netherlands|Dutch|Holland|Amsterdam|The Hague; New Zealand|New Zealander|Wellington; Nicaragua|Nicaraguan|Managua;
Niger|Nigerien|Niamey; Nigeria|Nigerian|Abuja|Lagos; North Korea|North Korean|DPRK|Pyongyang; North Macedonia|Macedonia|Macedonian|Skopje;
Norway|Norwegian|Oslo; Oman|Omani|Muscat; Pakistan|Pakistani|Islamabad; Palestine|Palestinian|Gaza|West Bank|Ramallah; Panama|Panamanian;
Papua New Guinea; Paraguay|Paraguayan|Asuncion; Peru|Peruvian|Lima; Philippines|Philippine|Filipino|Manila; Poland|Polish|Warsaw;
Portugal|Portuguese|Lisbon; Qatar|Qatari|Doha; Romania|Romanian|Bucharest; Russia|Russian|Russian Federation|Moscow|Kremlin; Rwanda|Rwandan|Kigali;
Saudi Arabia|Saudi|Riyadh; Senegal|Senegalese|Dakar; Serbia|Serbian|Belgrade; Sierra Leone|Freetown; Singapore|Singaporean; Slovakia|Slovak|Bratislava;
Slovenia|Slovenian|Ljubljana; Somalia|Somali|Mogadishu; South Africa|South African|Pretoria; South Korea|South Korean|Korea|Korean|Seoul;
South Sudan|Juba; Spain|Spanish|Madrid; Sri Lanka|Sri Lankan|Colombo; Sudan|Sudanese|Khartoum; Suriname; Sweden|Swedish|Stockholm;
Switzerland|Swiss|Bern|Geneva; Syria|Syrian|Damascus; Taiwan|Taiwanese|Taipei; Tajikistan|Tajik|Dushanbe; Tanzania|Tanzanian|Dodoma;
Thailand|Thai|Bangkok; Togo|Togolese|Lome; Tunisia|Tunisian|Tunis; Turkey|Türkiye|Turkish|Ankara; Turkmenistan|Turkmen|Ashgabat;
Uganda|Ugandan|Kampala; Ukraine|Ukrainian|Kyiv|Kiev; United Arab Emirates|UAE|Emirati|Abu Dhabi;
United States|United States of America|America|American|US|U.S.|USA|U.S.A.|Washington; Uruguay|Uruguayan|Montevideo; Uzbekistan|Uzbek|Tashkent;
Vatican; Venezuela|Venezuelan|Caracas; Vietnam|Vietnamese|Hanoi; Yemen|Yemeni|Sanaa; Zambia|Zambian|Lusaka; Zimbabwe|Zimbabwean|Harare;
Europe|European|European Union|EU; Asia|Asian; Africa|African; West|Western; Middle East; Latin America|Latin American
"""

STATE_OF: dict[str, str] = {
    name.casefold(): forms[0]
    for forms in ([form.strip() for form in entry.split("|")] for entry in _STATES.replace("\n", " ").split(";"))
    for name in forms
}


@lru_cache(maxsize=1 << 13)
def state_of(name: str) -> str | None:
    """The state that a name, its people or its capital stands for ("Beijing" -> "China"), or None."""
    return STATE_OF.get(name.casefold().removesuffix("’s").removesuffix("'s").removesuffix("’").removesuffix("'"))
