# The program in an image of its own:  docker build -t mslite .
# deploy/image/prove.sh builds it without a registry or an engine, and looks at it from all sides.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# What a restore needs and nothing more, so that this layer lasts as long as the lock files.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY src/Mail/*.csproj src/Mail/packages.lock.json src/Mail/
COPY src/Smtp/*.csproj src/Smtp/packages.lock.json src/Smtp/
COPY src/Filter/*.csproj src/Filter/packages.lock.json src/Filter/
COPY src/Admin/*.csproj src/Admin/packages.lock.json src/Admin/
COPY src/Server/*.csproj src/Server/*.targets src/Server/packages.lock.json src/Server/
RUN dotnet restore src/Server --locked-mode

COPY .editorconfig BannedSymbols.txt BannedSymbols.Files.txt ./
COPY src/ src/
COPY wwwroot/ wwwroot/
# The database comes for every system there is, the components in thirty themes and two families of letters: the image needs one of each
# (src/Admin/Components/App.razor names the files).
RUN dotnet publish src/Server --no-restore -c Release -o /app -p:DebugType=none \
    && find /app/runtimes -mindepth 1 -maxdepth 1 ! -name "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" -exec rm -rf {} + \
    && find /app/wwwroot/_content/Radzen.Blazor/css -type f ! -name 'material-base.*' ! -name 'material-wcag.*' ! -name 'material-dark-base.*' ! -name 'material-dark-wcag.*' -delete \
    && find /app/wwwroot/_content/Radzen.Blazor/fonts -type f -name 'SourceSans*' -delete \
    && rm -f /app/wwwroot/_content/Radzen.Blazor/Radzen.Blazor.js /app/*.pdb /app/*.xml

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="MsLite.Web" \
      org.opencontainers.image.description="A mail filter that stands in front of a mail server and never loses a message" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="mcr.microsoft.com/dotnet/aspnet:10.0"

# The base image's own unprivileged user. It may open port 25: Docker lets every user open low ports in its network namespace
# (net.ipv4.ip_unprivileged_port_start=0); elsewhere give it the capability NET_BIND_SERVICE.
RUN mkdir -p /srv /spam /var/lib/mslite && chown $APP_UID:$APP_UID /srv /spam /var/lib/mslite
WORKDIR /var/lib/mslite
COPY --from=build /app /app
USER $APP_UID

# Nothing is written but into the three volumes, so the root may be read-only; .NET writes a key's first copy where TMPDIR says.
ENV MsLite__SrvRoot=/srv \
    MsLite__SpamRoot=/spam \
    MsLite__StateRoot=/var/lib/mslite \
    MsLite__Smtp__Listen=:25 \
    TMPDIR=/var/lib/mslite \
    DOTNET_EnableDiagnostics=0

VOLUME ["/srv", "/spam", "/var/lib/mslite"]
EXPOSE 25
# Running transactions may take 30 seconds to finish: docker stop --time 40
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["dotnet", "/app/MsLite.Web.dll", "health"]
ENTRYPOINT ["dotnet", "/app/MsLite.Web.dll"]
