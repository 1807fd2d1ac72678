# Sourced by ./onshi and ./check: finds a JDK 25 or newer and puts it first (JAVA_HOME, /usr/lib/jvm, PATH).
jdk_of() { # prints the feature release of a JDK home, or nothing
  [ -x "$1/bin/javac" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}
find_jdk() {
  local home release on_path
  on_path=$(command -v javac) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "${on_path:-}"; do
    [ -n "$home" ] || continue
    release=$(jdk_of "$home")
    if [ -n "$release" ] && [ "$release" -ge 25 ]; then
      echo "$home"
      return 0
    fi
  done
  return 1
}
if ! JAVA_HOME=$(find_jdk); then
  cat >&2 <<'HELP'
JDK 25 が見つかりません。JDK 25 以上を入れ、JAVA_HOME に設定するか /usr/lib/jvm に置いてください（例: Eclipse Temurin の Debian パッケージ temurin-25-jdk）。
No JDK 25 was found. Install a JDK 25 or newer and set JAVA_HOME to it, or put it under /usr/lib/jvm (for example Eclipse Temurin's Debian package temurin-25-jdk).
HELP
  return 1
fi
export JAVA_HOME
export PATH="$JAVA_HOME/bin:$PATH"
