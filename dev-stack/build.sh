# Finds a JDK and builds what is missing or older than its sources; for the commands in the checkout's root, which set "root".

fail() {
  echo "$*" >&2
  exit 1
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java="$JAVA_HOME/bin/java"
    javac="$JAVA_HOME/bin/javac"
  else
    java=$(command -v java || true)
    javac=$(command -v javac || true)
  fi
  local wanted="Tertial needs a JDK 17 or newer, found through JAVA_HOME or PATH"
  [ -n "$java" ] && [ -x "$java" ] || fail "$wanted; there is no java${JAVA_HOME:+ in JAVA_HOME ($JAVA_HOME)}."
  local version
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] || fail "$wanted; $java is version ${version:-unknown}."
  [ -n "$javac" ] && [ -x "$javac" ] || fail "$wanted; beside $java there is no javac, so it is no JDK."
}

artifact() {
  case $1 in
    dev-stack | faults) echo "$root/$1/target/classpath" ;;
    *) echo "$root/$1/target/quarkus-app/quarkus-run.jar" ;;
  esac
}

# A directory is newer than the build when a file in it was added or removed.
is_stale() {
  local built sources=("$root/$1/src/main" "$root/$1/pom.xml" "$root/pom.xml" "$root/language/src/main" "$root/language/pom.xml")
  built=$(artifact "$1")
  case $1 in *-service) sources+=("$root/service-kit/src/main" "$root/service-kit/pom.xml" "$root"/*-service/contract) ;; esac
  [ -e "$built" ] || return 0
  [ -n "$(find "${sources[@]}" -newer "$built" -print 2> /dev/null | head -n 1)" ] && return 0
  [ "$1" = dev-stack ] && ! dependencies_exist
}

dependencies_exist() {
  local file
  while IFS= read -r file; do
    [ -e "$file" ] || return 1
  done < <(tr ':' '\n' < "$root/dev-stack/target/classpath")
}

show_progress() {
  local line files=0
  while IFS= read -r line; do
    case $line in
      "[INFO] Building "*"["*/*"]") echo "  $(tr -s ' ' <<< "${line#"[INFO] Building "}")" ;;
      *"Downloaded from"*) files=$((files + 1)); [ $((files % 100)) -ne 0 ] || echo "  $files files fetched" ;;
    esac
  done
}

build() {
  local modules=("$@") module
  echo "Building ${modules[*]} (the first time this takes some minutes)" >&2
  mkdir -p "$root/.run" || fail "Cannot write to $root."
  (cd "$root" && ./mvnw --batch-mode -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -pl "$(IFS=,; echo "${modules[*]}")" -am package) 2>&1 | tee "$root/.run/build.log" | show_progress >&2 || {
    { grep -m 20 '^\[ERROR\]' "$root/.run/build.log" || tail -n 5 "$root/.run/build.log"; } >&2
    fail "The build failed; all of it stands in $root/.run/build.log."
  }
  for module in "${modules[@]}"; do
    touch "$(artifact "$module")"
  done
}
