"""Common first names, so that "she" is not taken for Kenneth. Names of both kinds are left out."""

from __future__ import annotations

HE = frozenset(
    "james john robert michael william david richard joseph thomas charles christopher daniel"
    " matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward"
    " ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin"
    " scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry"
    " tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy harold"
    " carl keith roger gerald lawrence sean arthur albert joe juan wayne billy ralph roy"
    " eugene louis philip bobby johnny bruce vladimir mohammed muhammad ahmed ali hassan ivan"
    " sergei dmitry volodymyr oleksandr valery antony lloyd barack bill jim tom bob mike tony"
    " steve dan ben matt greg tim winston warren stan clark".split()
)
SHE = frozenset(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy"
    " betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah"
    " stephanie rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda"
    " pamela nicole anna samantha katherine christine debra rachel carolyn janet maria olivia"
    " heather helen catherine diane julie victoria joyce lauren kelly christina ruth joan"
    " virginia judith evelyn hannah andrea megan cheryl jacqueline martha madison teresa"
    " gloria sara janice ann kathryn sophia jean alice julia grace judy theresa rose beverly"
    " denise marilyn amber danielle brittany diana jane natalie fatima aisha olga natalia"
    " tatiana yvonne hillary angelina lindsay britney paula oprah ellen nina eva".split()
)
