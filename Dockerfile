# The program in an image of its own:  docker build -t mslite .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# What a restore needs and nothing more, so that this layer lasts as long as the lock files.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Mail/*.csproj src/Mail/packages.lock.json src/Mail/
COPY src/Smtp/*.csproj src/Smtp/packages.lock.json src/Smtp/
COPY src/Filter/*.csproj src/Filter/packages.lock.json src/Filter/
COPY src/Admin/*.csproj src/Admin/packages.lock.json src/Admin/
COPY src/Server/*.csproj src/Server/*.targets src/Server/packages.lock.json src/Server/
RUN dotnet restore src/Server --locked-mode

COPY .editorconfig BannedSymbols.txt BannedSymbols.Files.txt ./
COPY src/ src/
COPY wwwroot/ wwwroot/
RUN dotnet publish src/Server --no-restore -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# The base image's own unprivileged user. It may open port 25: Docker lets every user open low ports in its network namespace.
RUN mkdir -p /srv /spam /var/lib/mslite && chown $APP_UID:$APP_UID /srv /spam /var/lib/mslite
WORKDIR /var/lib/mslite
COPY --from=build /app /app
USER $APP_UID

ENV MsLite__SrvRoot=/srv \
    MsLite__SpamRoot=/spam \
    MsLite__StateRoot=/var/lib/mslite \
    MsLite__Smtp__Listen=:25 \
    DOTNET_EnableDiagnostics=0

VOLUME ["/srv", "/spam", "/var/lib/mslite"]
EXPOSE 25
# Running transactions may take 30 seconds to finish: docker stop --time 40
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "/app/MsLite.Web.dll"]
