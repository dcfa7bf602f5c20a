"""British and Irish counties as they stand in addresses, with the middle of each.

GeoNames' files tell only the countries and provinces apart, so that of two towns of one name the county's is the one
that lies nearer to its middle.  Latitudes and longitudes in tenths of a degree, WGS 84.
"""

from __future__ import annotations

from typing import NamedTuple


class County(NamedTuple):
    """A county: its names, the country and GeoNames' code of what it is a part of, and about where its middle is."""

    names: tuple[str, ...]
    country: str
    geonames: str
    latitude: float
    longitude: float


_TABLE = """
GB ENG 52.1 -0.4 Bedfordshire, Beds
GB ENG 51.4 -1.0 Berkshire, Berks
GB ENG 51.8 -0.8 Buckinghamshire, Bucks
GB ENG 52.3 0.0 Cambridgeshire, Cambs
GB ENG 53.2 -2.5 Cheshire, Ches
GB ENG 54.6 -1.2 Teesside
GB ENG 50.4 -4.8 Cornwall
GB ENG 54.6 -2.9 Cumbria
GB ENG 53.1 -1.6 Derbyshire, Derbys
GB ENG 50.7 -3.8 Devon
GB ENG 50.8 -2.3 Dorset
GB ENG 54.7 -1.8 Co Durham, County Durham
GB ENG 53.9 -0.5 East Riding of Yorkshire, East Yorkshire, E Yorkshire, East Yorks, Humberside
GB ENG 50.9 0.3 East Sussex, E Sussex
GB ENG 51.8 0.6 Essex
GB ENG 51.8 -2.2 Gloucestershire, Glos, Gloucs
GB ENG 51.5 -0.1 Greater London
GB ENG 53.5 -2.3 Greater Manchester, Gtr Manchester
GB ENG 51.0 -1.3 Hampshire, Hants
GB ENG 52.1 -2.7 Herefordshire
GB ENG 51.8 -0.2 Hertfordshire, Herts
GB ENG 50.7 -1.3 Isle of Wight
GB ENG 51.2 0.7 Kent
GB ENG 53.9 -2.6 Lancashire, Lancs
GB ENG 52.7 -1.1 Leicestershire, Leics
GB ENG 53.1 -0.2 Lincolnshire, Lincs
GB ENG 53.4 -2.9 Merseyside
GB ENG 51.5 -0.4 Middlesex, Middx
GB ENG 52.7 1.0 Norfolk
GB ENG 54.2 -1.4 North Yorkshire, N Yorkshire, North Yorks, N Yorks
GB ENG 52.3 -0.8 Northamptonshire, Northants
GB ENG 55.2 -2.0 Northumberland
GB ENG 53.1 -1.0 Nottinghamshire, Notts
GB ENG 51.8 -1.3 Oxfordshire, Oxon
GB ENG 52.7 -0.6 Rutland
GB ENG 52.6 -2.7 Shropshire, Salop
GB ENG 51.1 -2.9 Somerset
GB ENG 53.5 -1.3 South Yorkshire, S Yorkshire, South Yorks, S Yorks
GB ENG 52.8 -2.0 Staffordshire, Staffs
GB ENG 52.2 1.1 Suffolk
GB ENG 51.3 -0.4 Surrey
GB ENG 55.0 -1.5 Tyne and Wear
GB ENG 52.3 -1.5 Warwickshire, Warks
GB ENG 52.5 -1.9 West Midlands, W Midlands
GB ENG 50.9 -0.5 West Sussex, W Sussex
GB ENG 53.7 -1.7 West Yorkshire, W Yorkshire, West Yorks, W Yorks
GB ENG 51.3 -1.9 Wiltshire, Wilts
GB ENG 52.2 -2.2 Worcestershire, Worcs
GB ENG 53.9 -1.3 Yorkshire, Yorks
GB SCT 57.2 -2.7 Aberdeenshire
GB SCT 56.7 -2.9 Angus
GB SCT 56.2 -5.3 Argyll, Argyll and Bute
GB SCT 55.4 -4.6 Ayrshire, East Ayrshire, North Ayrshire, South Ayrshire
GB SCT 55.0 -4.0 Dumfries and Galloway
GB SCT 56.2 -3.1 Fife
GB SCT 57.4 -4.6 Highland, Highlands
GB SCT 55.7 -3.9 Lanarkshire, North Lanarkshire, South Lanarkshire
GB SCT 55.9 -3.2 Lothian, East Lothian, Midlothian, West Lothian
GB SCT 57.5 -3.3 Moray, Morayshire
GB SCT 59.0 -3.1 Orkney, Orkney Islands
GB SCT 56.6 -3.8 Perthshire, Perth and Kinross
GB SCT 55.9 -4.5 Renfrewshire
GB SCT 55.6 -2.8 Scottish Borders
GB SCT 60.3 -1.2 Shetland, Shetland Islands
GB SCT 56.2 -4.3 Stirlingshire
GB WLS 53.3 -4.3 Anglesey, Isle of Anglesey
GB WLS 51.9 -4.2 Carmarthenshire
GB WLS 52.3 -4.0 Ceredigion
GB WLS 53.1 -3.8 Conwy
GB WLS 53.1 -3.4 Clwyd, Denbighshire
GB WLS 52.0 -4.3 Dyfed
GB WLS 53.2 -3.2 Flintshire
GB WLS 51.6 -3.4 Glamorgan, South Glamorgan, Mid Glamorgan, West Glamorgan, Vale of Glamorgan
GB WLS 51.7 -3.1 Gwent
GB WLS 52.9 -3.9 Gwynedd
GB WLS 51.8 -2.9 Monmouthshire
GB WLS 51.9 -4.9 Pembrokeshire
GB WLS 52.3 -3.4 Powys
GB NIR 54.9 -6.2 Co Antrim, County Antrim
GB NIR 54.3 -6.6 Co Armagh, County Armagh
GB NIR 54.4 -5.9 Co Down, County Down
GB NIR 54.4 -7.6 Co Fermanagh, County Fermanagh
GB NIR 54.9 -6.9 Co Londonderry, County Londonderry, Co Derry, County Derry
GB NIR 54.6 -7.2 Co Tyrone, County Tyrone
IE L 52.7 -6.8 Co Carlow, County Carlow
IE U 54.0 -7.3 Co Cavan, County Cavan
IE M 52.8 -9.0 Co Clare, County Clare
IE M 51.9 -8.7 Co Cork, County Cork
IE U 54.9 -7.9 Co Donegal, County Donegal
IE L 53.3 -6.3 Co Dublin, County Dublin
IE C 53.3 -8.9 Co Galway, County Galway
IE M 52.1 -9.6 Co Kerry, County Kerry
IE L 53.2 -6.8 Co Kildare, County Kildare
IE L 52.6 -7.2 Co Kilkenny, County Kilkenny
IE L 53.0 -7.3 Co Laois, County Laois
IE C 54.1 -8.0 Co Leitrim, County Leitrim
IE M 52.5 -8.7 Co Limerick, County Limerick
IE L 53.7 -7.7 Co Longford, County Longford
IE L 53.9 -6.5 Co Louth, County Louth
IE C 53.9 -9.3 Co Mayo, County Mayo
IE L 53.6 -6.7 Co Meath, County Meath
IE U 54.2 -7.0 Co Monaghan, County Monaghan
IE L 53.3 -7.6 Co Offaly, County Offaly
IE C 53.8 -8.3 Co Roscommon, County Roscommon
IE C 54.1 -8.6 Co Sligo, County Sligo
IE M 52.7 -7.9 Co Tipperary, County Tipperary
IE M 52.2 -7.6 Co Waterford, County Waterford
IE L 53.5 -7.4 Co Westmeath, County Westmeath
IE L 52.5 -6.6 Co Wexford, County Wexford
IE L 53.0 -6.4 Co Wicklow, County Wicklow
"""


def _read(line: str) -> County:
    country, geonames, latitude, longitude, names = line.split(" ", 4)
    return County(tuple(names.split(", ")), country, geonames, float(latitude), float(longitude))


COUNTIES = tuple(map(_read, _TABLE.strip().splitlines()))
