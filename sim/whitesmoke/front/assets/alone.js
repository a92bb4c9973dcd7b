
whitesmokeShow(document.getElementById("story"), JSON.parse(document.getElementById("story-data").textContent), {});
