# One image for each service: docker build --build-arg SERVICE=finance-service -t tertial/finance-service .
# Built by Maven beforehand; the layers that change least come first.
ARG JAVA=25
FROM eclipse-temurin:${JAVA}-jre-noble

ARG SERVICE
LABEL org.opencontainers.image.title="tertial/${SERVICE}" org.opencontainers.image.licenses="EUPL-1.2"
ENV LANG=C.UTF-8

WORKDIR /app
COPY --chown=0:0 ${SERVICE}/target/quarkus-app/lib/ lib/
COPY --chown=0:0 ${SERVICE}/target/quarkus-app/quarkus-run.jar ./
COPY --chown=0:0 ${SERVICE}/target/quarkus-app/quarkus/ quarkus/
COPY --chown=0:0 ${SERVICE}/target/quarkus-app/app/ app/

# A number, so that Kubernetes can tell it is not root.
USER 10001:10001
# All that the JVM may take together fits the limits in k8s: MemoryTest adds it up.
ENTRYPOINT ["java", "-XX:+UseG1GC", "-XX:MaxRAMPercentage=45", "-XX:MaxDirectMemorySize=96m", "-XX:MaxMetaspaceSize=160m", "-XX:ReservedCodeCacheSize=96m", "-Xss512k", "-XX:+ExitOnOutOfMemoryError", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", "quarkus-run.jar"]
